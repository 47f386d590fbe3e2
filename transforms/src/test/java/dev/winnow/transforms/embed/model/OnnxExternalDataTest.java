package dev.winnow.transforms.embed.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.transforms.kernel.onnx.ProtoMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walks through ONNX files. The numbers are the field numbers of onnx.proto. */
class OnnxExternalDataTest {

  private static final int EXTERNAL = 1;

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().put(1, key).put(2, value);
  }

  private static ProtoMessage tensor(String location) {
    return new ProtoMessage()
        .put(1, 3)
        .put(9, new byte[300])
        .put(13, entry("location", location))
        .put(14, EXTERNAL);
  }

  private static ProtoMessage attribute(int field, ProtoMessage value) {
    return new ProtoMessage().put(1, "a").put(field, value);
  }

  private static ProtoMessage node(ProtoMessage attribute) {
    return new ProtoMessage().put(4, "Op").put(5, attribute);
  }

  private static ProtoMessage graph(int field, ProtoMessage value) {
    return new ProtoMessage().put(2, "g").put(field, value);
  }

  private static Map<String, Long> read(ProtoMessage model) throws IOException {
    return OnnxExternalData.read(new ByteArrayInputStream(model.bytes()));
  }

  @Test
  void findsTensorsWhereverAModelMayHoldThem() throws IOException {
    ProtoMessage sparse = new ProtoMessage().put(1, tensor("values")).put(2, tensor("indices"));
    ProtoMessage branch = graph(1, node(attribute(6, graph(5, tensor("in a branch")))));
    ProtoMessage model =
        new ProtoMessage()
            .put(1, 8)
            .put(7, graph(5, tensor("initializer")))
            .put(7, graph(15, sparse))
            .put(7, graph(1, node(attribute(5, tensor("constant")))))
            .put(7, graph(1, node(attribute(10, tensor("one of many")))))
            .put(7, graph(1, node(attribute(11, branch))))
            .put(7, graph(1, node(attribute(22, new ProtoMessage().put(1, tensor("sparse"))))))
            .put(7, graph(1, node(attribute(23, new ProtoMessage().put(1, tensor("sparses"))))))
            .put(20, new ProtoMessage().put(2, graph(5, tensor("training"))))
            .put(25, new ProtoMessage().put(7, node(attribute(5, tensor("in a function")))))
            .put(25, new ProtoMessage().put(11, attribute(5, tensor("default of a function"))));
    assertEquals(
        List.of(
            "constant",
            "default of a function",
            "in a branch",
            "in a function",
            "indices",
            "initializer",
            "one of many",
            "sparse",
            "sparses",
            "training",
            "values"),
        List.copyOf(read(model).keySet()));
  }

  @Test
  void aFileMustHoldTheLastOfItsTensors() throws IOException {
    ProtoMessage first =
        tensor("w").put(13, entry("offset", "4096")).put(13, entry("length", "100"));
    ProtoMessage second = tensor("w").put(13, entry("length", "8"));
    ProtoMessage model = new ProtoMessage().put(7, graph(5, first)).put(7, graph(5, second));
    assertEquals(Map.of("w", 4196L), read(model));
  }

  @Test
  void aTensorThatLiesInTheModelNamesNoFile() throws IOException {
    ProtoMessage inside = tensor("left over").put(14, 0);
    assertEquals(Map.of(), read(new ProtoMessage().put(7, graph(5, inside))));
  }

  private static String refusal(ProtoMessage model) {
    return assertThrows(WireReader.Malformed.class, () -> read(model)).getMessage();
  }

  @Test
  void aMalformedModelIsRefused() {
    assertEquals(
        "a tensor lies in another file, but does not name it",
        refusal(new ProtoMessage().put(7, graph(5, new ProtoMessage().put(14, EXTERNAL)))));
    assertEquals(
        "the position of a tensor in another file is not a number",
        refusal(new ProtoMessage().put(7, graph(5, tensor("w").put(13, entry("offset", "0x10"))))));
    ProtoMessage deep = graph(5, tensor("w"));
    for (int i = 0; i < 40; i++) {
      deep = graph(1, node(attribute(6, deep)));
    }
    assertEquals(
        "it has messages nested more than 100 deep", refusal(new ProtoMessage().put(7, deep)));
    assertEquals(
        "field 7 is longer than the message around it, at byte 4",
        refusal(new ProtoMessage().put(7, new byte[] {7 << 3 | 2, 99})));
  }

  @Test
  void aFileThatIsCutShortIsRefusedWhereverItIsCut() throws IOException {
    byte[] whole = new ProtoMessage().put(7, graph(5, tensor("w"))).bytes();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          WireReader.Malformed.class,
          () -> OnnxExternalData.read(new ByteArrayInputStream(cut)),
          "cut to " + length + " bytes");
    }
  }
}

package dev.winnow.transforms.embed.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applies dense layers of sentence-transformers, whose weights each test writes. */
class DenseModuleTest extends SentenceFolder {

  private void dense(String activation, String type, ByteBuffer data) throws IOException {
    modules("Pooling", "Dense");
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    write(
        "2_Dense/config.json",
        "{\"in_features\": 8, \"out_features\": 1, \"bias\": true, \"activation_function\":"
            + " \"torch.nn.modules.%s\"}".formatted(activation));
    int weights = 8 * data.limit() / 9;
    byte[] header =
        ("{\"linear.weight\": {\"dtype\": \"%s\", \"shape\": [1, 8], \"data_offsets\": [0, %d]},"
                + " \"linear.bias\": {\"dtype\": \"%s\", \"shape\": [1], \"data_offsets\": [%d,"
                + " %d]}}")
            .formatted(type, weights, type, weights, data.limit())
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.limit()).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put(data);
    Files.write(folder.resolve("2_Dense/model.safetensors"), file.array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aDenseLayerIsAppliedWithItsBiasAndItsActivation() throws Exception {
    ByteBuffer floats = little(36);
    double expected = 0.25;
    for (int j = 0; j < 8; j++) {
      floats.putFloat(j - 3);
      expected += (j - 3) * RAIN[j];
    }
    floats.putFloat(0.25f);
    dense("linear.Identity", "F32", floats.flip());
    assertArrayEquals(new float[] {(float) expected}, encode(options(), "rain soup"), 1e-6f);
    dense("activation.Tanh", "F32", floats.rewind());
    assertArrayEquals(
        new float[] {(float) StrictMath.tanh(expected)}, encode(options(), "rain soup"), 1e-6f);
    assertEquals("dense 8 to 1, Tanh (2_Dense/model.safetensors)", settings(options()).get(1));
    dense("activation.Mish", "F32", floats.rewind());
    assertEquals(
        "2_Dense/config.json of the model asks for the activation torch.nn.modules.activation.Mish,"
            + " which Winnow does not have; it has Identity, Tanh, ReLU and Sigmoid",
        refusal(options()));
  }

  /** The numbers -3 to 4 and 0.25 are exact in every type. */
  @ParameterizedTest
  @CsvSource({
    "F16, 0xc200 0xc000 0xbc00 0 0x3c00 0x4000 0x4200 0x4400 0x3400",
    "BF16, 0xc040 0xc000 0xbf80 0 0x3f80 0x4000 0x4040 0x4080 0x3e80"
  })
  void aDenseLayerOfHalvesIsReadToo(String type, String numbers) throws Exception {
    ByteBuffer halves = little(18);
    for (String number : numbers.split(" ")) {
      halves.putShort(Integer.decode(number).shortValue());
    }
    dense("linear.Identity", type, halves.flip());
    double expected = 0.25;
    for (int j = 0; j < 8; j++) {
      expected += (j - 3) * RAIN[j];
    }
    assertArrayEquals(new float[] {(float) expected}, encode(options(), "rain soup"), 1e-6f);
  }

  @Test
  void aDenseLayerWithoutSafetensorsIsRefusedWithTheFile() throws Exception {
    dense("linear.Identity", "F32", little(36));
    Files.move(
        folder.resolve("2_Dense/model.safetensors"), folder.resolve("2_Dense/pytorch_model.bin"));
    assertEquals(
        "2_Dense/model.safetensors of the model must hold the weights of its module Dense, it is"
            + " absent (pytorch_model.bin is not read, because loading it can run code); save the"
            + " model again with safetensors, or set embed.output to an output that is pooled"
            + " already",
        refusal(options()));
    Files.write(folder.resolve("2_Dense/model.safetensors"), new byte[] {1, 0, 0});
    assertEquals(
        "2_Dense/model.safetensors of the model must be a whole safetensors file, it is cut short"
            + " or of another format; save it again",
        refusal(options()));
  }
}

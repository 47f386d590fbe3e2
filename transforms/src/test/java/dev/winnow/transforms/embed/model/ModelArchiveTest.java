package dev.winnow.transforms.embed.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.image.RasterImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads models from archives. */
class ModelArchiveTest {

  private static final List<String> FILES =
      List.of("model.onnx", "data/weights.bin", "preprocessor_config.json");

  @TempDir private Path folder;

  private static float[] vector(Path model) {
    byte[] pixels = new byte[3 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (7 * i);
    }
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(model.toString()))) {
      return encoder.encode(List.of(EncoderInput.of(new RasterImage(8, 8, 3, pixels))))[0];
    }
  }

  private Path pack(String name, Path model, String prefix) throws IOException {
    Path archive = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(archive)) {
      if (name.endsWith(".zip")) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
          for (String file : FILES) {
            zip.putNextEntry(new ZipEntry(prefix + file));
            zip.write(Files.readAllBytes(model.resolve(file)));
          }
        }
      } else {
        try (OutputStream plain = name.endsWith(".tar") ? out : new GZIPOutputStream(out);
            TarArchiveOutputStream tar = new TarArchiveOutputStream(plain)) {
          for (String file : FILES) {
            byte[] bytes = Files.readAllBytes(model.resolve(file));
            put(tar, new TarArchiveEntry(prefix + file), bytes);
          }
        }
      }
    }
    return archive;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] bytes)
      throws IOException {
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @ParameterizedTest
  @CsvSource({
    "tiny.zip,''",
    "tiny.zip,tiny/",
    "tiny.tar,./",
    "tiny.tar.gz,tiny/",
    "tiny.tgz,''",
    "tiny,''"
  })
  void anArchiveGivesTheVectorsOfItsFolderAndHasItsOwnDigest(String name, String prefix)
      throws Exception {
    Path model = TinyModels.imagesWithExternalData(folder.resolve("model-folder"));
    Path archive = pack(name, model, prefix);
    assertArrayEquals(vector(model), vector(archive));
    String sha256 = DigestUtils.sha256Hex(Files.readAllBytes(archive));
    try (DjlEncoder encoder = DjlEncoder.load(DjlOptions.local(archive.toString()))) {
      assertEquals("djl-tiny-" + sha256.substring(0, 12), encoder.name());
    }
  }

  @Test
  void onlyTheModelIsKeptAfterUnpacking() throws Exception {
    Path model = TinyModels.imagesWithExternalData(folder.resolve("model-folder"));
    Path archive = folder.resolve("tiny.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String file : FILES) {
        zip.putNextEntry(new ZipEntry("tiny/" + file));
        zip.write(Files.readAllBytes(model.resolve(file)));
      }
      zip.putNextEntry(new ZipEntry("tiny/serving.properties"));
      zip.write("option.customOpLibrary=own.so".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("__MACOSX/"));
    }
    ModelFiles files = ModelFiles.copy(DjlOptions.local(archive.toString()));
    assertTrue(files.has("data/weights.bin"));
    assertFalse(files.has("serving.properties"));
    files.delete();
  }

  private String refusal(Path archive, ModelLimits limits) {
    return assertThrows(
            ModelRejected.class,
            () -> ModelFiles.copy(DjlOptions.local(archive.toString()), limits))
        .getMessage();
  }

  private static String unsafe(Path archive, String why) {
    return "embed.model must be an archive that is safe to unpack, "
        + archive
        + " "
        + why
        + "; if you trust it, unpack it and name the folder";
  }

  @ParameterizedTest
  @CsvSource({
    "../evil,leaves its folder through ..",
    "a/../../evil,leaves its folder through ..",
    "C:evil,holds the character :",
  })
  void anEntryOutsideOfTheFolderIsRefused(String name, String why) throws Exception {
    Path zip = folder.resolve("bad.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
    }
    assertEquals(
        unsafe(zip, "holds " + name + ", which " + why), refusal(zip, ModelLimits.DEFAULT));
  }

  @Test
  void anAbsoluteEntryIsRefused() throws Exception {
    Path tar = folder.resolve("bad.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      put(out, new TarArchiveEntry("/evil", true), new byte[1]);
    }
    assertEquals(unsafe(tar, "holds /evil, which is absolute"), refusal(tar, ModelLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {TarArchiveEntry.LF_SYMLINK, TarArchiveEntry.LF_LINK, TarArchiveEntry.LF_FIFO})
  void aLinkOrDeviceInATarIsRefused(byte type) throws Exception {
    Path tar = folder.resolve("bad.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      TarArchiveEntry entry = new TarArchiveEntry("model.onnx", type);
      entry.setLinkName("/etc/passwd");
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    }
    assertEquals(
        unsafe(tar, "holds model.onnx, which is a link or a device"),
        refusal(tar, ModelLimits.DEFAULT));
  }

  @Test
  void aLinkInAZipIsRefused() throws Exception {
    Path zip = folder.resolve("bad.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip.toFile())) {
      ZipArchiveEntry entry = new ZipArchiveEntry("model.onnx");
      entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
      out.putArchiveEntry(entry);
      out.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
      out.closeArchiveEntry();
    }
    assertEquals(
        unsafe(zip, "holds model.onnx, which is a link or a device"),
        refusal(zip, ModelLimits.DEFAULT));
  }

  @Test
  void anEntryThatComesTwiceIsRefused() throws Exception {
    Path tar = folder.resolve("bad.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      put(out, new TarArchiveEntry("model.onnx"), new byte[1]);
      put(out, new TarArchiveEntry("./model.onnx"), new byte[2]);
    }
    assertEquals(unsafe(tar, "holds model.onnx twice"), refusal(tar, ModelLimits.DEFAULT));
  }

  @Test
  void tooManyEntriesAreRefused() throws Exception {
    Path zip = folder.resolve("many.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 4; i++) {
        out.putNextEntry(new ZipEntry("f" + i));
      }
    }
    assertEquals(
        unsafe(zip, "has more than 3 entries"), refusal(zip, new ModelLimits(1 << 20, 3, 10)));
  }

  /** Packs zeros, which both formats compress to about a thousandth. */
  @ParameterizedTest
  @ValueSource(strings = {"zeros.zip", "zeros.tar.gz"})
  void moreBytesOrAHigherRatioThanAllowedAreRefused(String name) throws Exception {
    byte[] zeros = new byte[(int) ModelLimits.SMALL + 1];
    Path archive = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(archive)) {
      if (name.endsWith(".zip")) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
          zip.putNextEntry(new ZipEntry("model.onnx"));
          zip.write(zeros);
        }
      } else {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
          put(tar, new TarArchiveEntry("model.onnx"), zeros);
        }
      }
    }
    assertEquals(
        unsafe(archive, "unpacks to more than 200 times its " + Files.size(archive) + " bytes"),
        refusal(archive, ModelLimits.DEFAULT));
    String tooLarge = refusal(archive, new ModelLimits(1 << 20, 10, 200));
    assertTrue(
        tooLarge.startsWith("a model must have at most 1048576 bytes in all its files, "),
        tooLarge);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.zip", "page.tar", "page.tar.gz"})
  void aFileThatIsNoArchiveIsRefused(String name) throws Exception {
    Path page = Files.writeString(folder.resolve(name), "<html>not found</html>");
    String message = refusal(page, ModelLimits.DEFAULT);
    assertTrue(message.startsWith(unsafe(page, "").replaceFirst("; if you trust.*", "")), message);
  }
}

package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads archives as people make them: every member is read, refused or named. */
@Tag("line")
class TarMembersTest {

  private static final int BLOCK = 512;

  @TempDir private Path folder;

  /** An archive in memory; the content of a member is its name, unless given. */
  private static final class Archive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    Archive() {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    Archive files(String... names) {
      for (String name : names) {
        file(name, name);
      }
      return this;
    }

    Archive file(String name, String text) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      return put(entry, content);
    }

    Archive other(String name, byte kind, String link) {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind);
      entry.setLinkName(link);
      return put(entry, new byte[0]);
    }

    private Archive put(TarArchiveEntry entry, byte[] content) {
      try {
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] whole() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }

  private List<Row> rows(Modality modality, String content, String label) {
    InputSpec spec =
        InputSpec.of(
            InputFormat.WEBDATASET,
            List.of(folder.toString()),
            modality,
            null,
            content,
            label,
            CopyContent.AUTO);
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("path", "position", "source")
        .collectAsList();
  }

  /** Returns the content of each accepted row, and the code of each other, after its member. */
  private List<String> images(byte[] archive) throws IOException {
    Files.write(folder.resolve("a.tar"), archive);
    return rows(Modality.IMAGE, null, null).stream().map(TarMembersTest::outcome).toList();
  }

  private static String outcome(Row row) {
    String source = row.<String>getAs("source").replaceFirst("(?s)^.*?#", "");
    return row.getAs("code") != null
        ? source + " !" + row.getAs("code")
        : source + " = " + new String(row.<byte[]>getAs("content"), StandardCharsets.UTF_8);
  }

  @Test
  void theExtensionWithoutAFurtherDotIsTheContent() throws IOException {
    assertEquals(
        List.of(
            "seg.jpg = seg.jpg",
            "only.mask.png = only.mask.png",
            "two.images.jpg !ambiguous_content",
            "22.05.jpg !ambiguous_content",
            "pair.jpg !ambiguous_content"),
        images(
            new Archive()
                .files("seg.seg.png", "seg.jpg", "only.mask.png")
                .files("two.images.jpg", "two.images.png")
                .files("22.05.jpg", "22.06.jpg", "22.07.jpg")
                .files("pair.jpg", "pair.png")
                .whole()));
    Row ambiguous = rows(Modality.IMAGE, null, null).get(3);
    assertEquals(
        "sample 22 must have one content, it has 22.05.jpg, 22.06.jpg, 22.07.jpg; name an extension"
            + " in input.content",
        ambiguous.getAs("message"));
  }

  @Test
  void contentMayNameAnExtensionWithDots() throws IOException {
    Files.write(
        folder.resolve("a.tar"), new Archive().files("1.seg.png", "1.png", "1.jpg").whole());
    assertEquals("1.seg.png = 1.seg.png", outcome(rows(Modality.IMAGE, "seg.png", null).get(0)));
    assertEquals("1.png = 1.png", outcome(rows(Modality.IMAGE, "png", null).get(0)));
  }

  @Test
  void membersThatAreNotReadAreNamedInTheMetadata() throws IOException {
    Files.write(
        folder.resolve("a.tar"), new Archive().files("1.jpg", "1.seg.png", "1.mp4").whole());
    Row row = rows(Modality.IMAGE, null, null).get(0);
    assertEquals("{\"__unread__\":\"seg.png mp4\"}", row.getAs("metadata"));
  }

  @Test
  void severalLabelsLeaveASampleWithoutAnOutcomeByChance() throws IOException {
    assertEquals(
        List.of("1.jpg !ambiguous_content"),
        images(new Archive().files("1.jpg", "1.a.cls", "1.b.cls").whole()));
  }

  @Test
  void aHardLinkIsTheContentThatItNamesAndASymbolicLinkIsRefused() throws IOException {
    byte[] archive =
        new Archive()
            .files("first.jpg", "between.jpg")
            .other("hard.jpg", TarConstants.LF_LINK, "first.jpg")
            .other("gone.jpg", TarConstants.LF_LINK, "absent.jpg")
            .other("soft.jpg", TarConstants.LF_SYMLINK, "first.jpg")
            .other("pipe.jpg", TarConstants.LF_FIFO, "")
            .files("last.jpg")
            .whole();
    List<String> outcomes =
        List.of(
            "first.jpg = first.jpg",
            "between.jpg = between.jpg",
            "hard.jpg = first.jpg",
            "gone !broken_link",
            "soft !symbolic_link",
            "pipe !special_member",
            "last.jpg = last.jpg");
    assertEquals(outcomes, images(archive));
    Files.delete(folder.resolve("a.tar"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.tar.gz")))) {
      out.write(archive);
    }
    assertEquals(
        outcomes, rows(Modality.IMAGE, null, null).stream().map(TarMembersTest::outcome).toList());
  }

  @Test
  void foldersAndHiddenNamesArePassedOverAndAllOtherNamesAreRead() throws IOException {
    String longName = "long/" + "n".repeat(300) + ".jpg";
    assertEquals(
        List.of(
            "./dot/001.jpg = ./dot/001.jpg",
            "train.v1/0001.jpg = train.v1/0001.jpg",
            "UP.JPG = UP.JPG",
            "onlycls !missing_content",
            "noext !missing_content",
            longName + " = " + longName,
            "uni/\u00e9\ud83d\ude00.jpg = uni/\u00e9\ud83d\ude00.jpg",
            "a b/c#d%20e.jpg = a b/c#d%20e.jpg",
            "/abs/path.jpg = /abs/path.jpg",
            "../up.jpg = ../up.jpg"),
        images(
            new Archive()
                .other("./", TarConstants.LF_DIR, "")
                .files("./dot/001.jpg", "._001.jpg", "__MACOSX/._002.jpg")
                .files("train.v1/0001.jpg", "train.v1/0001.cls", "UP.JPG", "UP.CLS")
                .files("onlycls.cls", "noext", longName)
                .files("uni/\u00e9\ud83d\ude00.jpg", "a b/c#d%20e.jpg")
                .files("/abs/path.jpg", "../up.jpg")
                .whole()));
  }

  @Test
  void aNameThatIsNotUtf8IsReadAsItIs() throws IOException {
    byte[] archive = new Archive().file("lat1n.jpg", "one").file("lat2n.jpg", "two").whole();
    patchName(archive, "lat1n.jpg", (byte) 0xed);
    patchName(archive, "lat2n.jpg", (byte) 0xee);
    assertEquals(List.of("lat\u00edn.jpg = one", "lat\u00een.jpg = two"), images(archive));
  }

  /** Replaces the fourth byte of a name, and writes the checksum of the header again. */
  private static void patchName(byte[] archive, String name, byte letter) {
    int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf(name);
    archive[at + 3] = letter;
    Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
    int sum = 0;
    for (int i = at; i < at + BLOCK; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, archive, at + 148, text.length);
  }

  @Test
  void ofDoubledMembersTheFirstStaysAndTheOtherIsARow() throws IOException {
    assertEquals(
        List.of(
            "twice.jpg = one",
            "between.jpg = between.jpg",
            "twice.jpg@2048 !repeated_sample",
            "split.jpg = split.jpg",
            "again.jpg = one",
            "again.jpg@5120 !doubled_member",
            "split@6144 !repeated_sample"),
        images(
            new Archive()
                .file("twice.jpg", "one")
                .files("between.jpg")
                .file("twice.jpg", "two")
                .files("split.jpg")
                .file("again.jpg", "one")
                .file("again.jpg", "two")
                .files("split.cls")
                .whole()));
  }

  @Test
  void joinedArchivesAreReadWhateverTheirBlocking() throws IOException {
    byte[] one = new Archive().files("cat1.jpg").whole();
    byte[] two = new Archive().files("cat2.jpg").whole();
    List<String> both = List.of("cat1.jpg = cat1.jpg", "cat2.jpg = cat2.jpg");
    assertEquals(both, images(join(one, two)));
    // One and two blocks of zeros between the archives, and no padding to a larger unit.
    assertEquals(both, images(join(Arrays.copyOf(one, 3 * BLOCK), two)));
    assertEquals(both, images(join(Arrays.copyOf(one, 4 * BLOCK), two)));
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Test
  void anArchiveWithoutItsEndBlocksSaysSoAndKeepsItsMembers() throws IOException {
    byte[] whole = new Archive().files("1.jpg", "2.jpg").file("3.jpg", "\0".repeat(BLOCK)).whole();
    for (int members = 1; members <= 3; members++) {
      List<String> outcomes = images(Arrays.copyOf(whole, members * 2 * BLOCK));
      assertEquals(members + 1, outcomes.size(), outcomes.toString());
      assertEquals("1.jpg = 1.jpg", outcomes.get(0));
      assertEquals("@" + members * 2 * BLOCK + " !truncated", outcomes.get(members));
    }
    assertEquals(List.of("@0 !truncated"), images(new byte[0]));
    assertEquals(List.of(), images(new Archive().whole()));
  }

  @Test
  void aDamagedHeaderIsToldFromData() throws IOException {
    byte[] damaged = new Archive().files("1.jpg", "2.jpg", "3.jpg").whole();
    damaged[2 * BLOCK] ^= 1;
    List<String> outcomes = images(damaged);
    assertEquals(2, outcomes.size(), outcomes.toString());
    assertTrue(outcomes.get(1).endsWith(" !corrupt"), outcomes.toString());
  }

  @Test
  void aShardThatIsNotCompressedAsItsNameSaysIsOneRow() throws IOException {
    Files.write(folder.resolve("a.tar.gz"), new Archive().files("1.jpg").whole());
    Files.write(folder.resolve("b.tar"), new Archive().files("2.jpg").whole());
    assertEquals(
        List.of("@0 !corrupt", "2.jpg = 2.jpg"),
        rows(Modality.IMAGE, null, null).stream().map(TarMembersTest::outcome).toList());
  }
}

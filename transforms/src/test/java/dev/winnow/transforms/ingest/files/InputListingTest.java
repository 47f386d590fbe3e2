package dev.winnow.transforms.ingest.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists folders with unusual names, links and special files. */
class InputListingTest {

  private static final Configuration CONF = new Configuration();

  @TempDir private Path temp;
  private Path in;

  @BeforeEach
  void makeFolder() throws IOException {
    in = Files.createDirectories(temp.resolve("in"));
  }

  private static Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "{\"text\": \"" + file.getFileName() + "\"}\n");
  }

  private static InputFiles list(boolean followLinks, String... paths) {
    return InputFiles.list(CONF, InputFormat.JSONL, List.of(paths), followLinks);
  }

  /** Returns the reason of each entry, {@code read} for none, by its path below the input. */
  private static Map<String, String> reasons(InputFiles files) {
    Map<String, String> reasons = new TreeMap<>();
    for (InputEntry entry : files.entries()) {
      String reason = entry.passedOver() == null ? "read" : entry.passedOver().word();
      reasons.put(
          entry.relativePath() + (entry.kind() == InputEntry.Kind.FOLDER ? "/" : ""), reason);
    }
    return reasons;
  }

  @Test
  void everyEntryIsReadOrHasItsReason() throws Exception {
    write(in.resolve("a.jsonl"));
    write(in.resolve("deep/er/b.JSONL"));
    write(in.resolve("notes.txt"));
    write(in.resolve(".hidden.jsonl"));
    write(in.resolve("_part.jsonl"));
    write(in.resolve("_cache/c.jsonl"));
    write(in.resolve(".git/d.jsonl"));
    write(in.resolve(".a.jsonl.crc"));
    Files.createFile(in.resolve("empty.jsonl"));
    assertEquals(
        Map.of(
            "a.jsonl", "read",
            "deep/er/b.JSONL", "read",
            "notes.txt", "other_kind",
            ".hidden.jsonl", "hidden",
            ".a.jsonl.crc", "hidden",
            "_part.jsonl", "underscore",
            "_cache/", "underscore",
            ".git/", "hidden",
            "empty.jsonl", "empty"),
        reasons(list(false, in.toString())));
  }

  @Test
  void linksToFoldersAboveAreNotEntered() throws Exception {
    write(in.resolve("sub/a.jsonl"));
    Files.createSymbolicLink(in.resolve("sub/loop"), Path.of(".."));
    Files.createSymbolicLink(in.resolve("sub/self"), Path.of("."));
    Files.createSymbolicLink(in.resolve("sub/top"), temp);
    Map<String, String> expected =
        Map.of("sub/a.jsonl", "read", "sub/loop", "link", "sub/self", "link", "sub/top", "link");
    assertEquals(expected, reasons(list(false, in.toString())));
    assertEquals(expected, reasons(list(true, in.toString())));
  }

  @Test
  void foldersThatLinkToEachOtherAreReadOnce() throws Exception {
    write(in.resolve("x/a.jsonl"));
    write(in.resolve("y/b.jsonl"));
    Files.createSymbolicLink(in.resolve("x/to-y"), in.resolve("y"));
    Files.createSymbolicLink(in.resolve("y/to-x"), in.resolve("x"));
    assertEquals(
        Map.of("x/a.jsonl", "read", "x/to-y", "link", "y/b.jsonl", "read", "y/to-x", "link"),
        reasons(list(true, in.toString())));
  }

  @Test
  void aLoopOutsideOfTheInputEnds() throws Exception {
    write(in.resolve("a.jsonl"));
    write(temp.resolve("out/b.jsonl"));
    Files.createSymbolicLink(in.resolve("out"), temp.resolve("out"));
    Files.createSymbolicLink(temp.resolve("out/back"), in);
    Files.createSymbolicLink(temp.resolve("out/again"), temp.resolve("out"));
    assertEquals(
        Map.of("a.jsonl", "read", "out/b.jsonl", "read", "out/back", "link", "out/again", "link"),
        reasons(list(true, in.toString())));
  }

  @Test
  void linksOutOfTheInputAreFollowedOnlyIfTheRecipeSaysSo() throws Exception {
    write(in.resolve("a.jsonl"));
    Path out = write(temp.resolve("out/b.jsonl"));
    Files.createSymbolicLink(in.resolve("file.jsonl"), out);
    Files.createSymbolicLink(in.resolve("folder"), out.getParent().resolveSibling("more"));
    write(temp.resolve("more/c.jsonl"));
    InputFiles not = list(false, in.toString());
    assertEquals(Map.of("a.jsonl", "read", "file.jsonl", "link", "folder", "link"), reasons(not));
    assertEquals(
        "the link leads out of the input path",
        not.entries().stream()
            .filter(entry -> entry.relativePath().equals("folder"))
            .findFirst()
            .orElseThrow()
            .detail());
    assertEquals(
        Map.of("a.jsonl", "read", "file.jsonl", "read", "folder/c.jsonl", "read"),
        reasons(list(true, in.toString())));
  }

  @Test
  void aSecondNameOfAFileIsNoSecondFile() throws Exception {
    write(in.resolve("b.jsonl"));
    Files.createSymbolicLink(in.resolve("a.jsonl"), Path.of("b.jsonl"));
    Files.createSymbolicLink(in.resolve("broken.jsonl"), Path.of("nowhere.jsonl"));
    assertEquals(
        Map.of("a.jsonl", "link", "b.jsonl", "read", "broken.jsonl", "link"),
        reasons(list(true, in.toString())));
  }

  @Test
  void aLinkGivesAFileOfAHiddenFolderAName() throws Exception {
    write(in.resolve(".blobs/0f3a"));
    Files.createSymbolicLink(in.resolve("one.jsonl"), Path.of(".blobs/0f3a"));
    Files.createSymbolicLink(in.resolve("two.jsonl"), Path.of(".blobs/0f3a"));
    assertEquals(
        Map.of(".blobs/", "hidden", "one.jsonl", "read", "two.jsonl", "link"),
        reasons(list(false, in.toString())));
  }

  @Test
  void pipesAndSocketsAreNeverOpened() throws Exception {
    write(in.resolve("a.jsonl"));
    // Whoever opens a pipe without a writer waits for ever.
    assertEquals(
        0, new ProcessBuilder("mkfifo", in.resolve("pipe.jsonl").toString()).start().waitFor());
    Files.createSymbolicLink(in.resolve("to-pipe.jsonl"), Path.of("pipe.jsonl"));
    Path socket = Files.createTempDirectory("s").resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.move(socket, in.resolve("socket.jsonl"));
      assertEquals(
          Map.of(
              "a.jsonl", "read",
              "pipe.jsonl", "special_file",
              "to-pipe.jsonl", "special_file",
              "socket.jsonl", "special_file"),
          reasons(list(false, in.toString())));
    } finally {
      Files.delete(socket.getParent());
    }
  }

  @Test
  void aPathThatExistsIsNoPattern() throws Exception {
    write(in.resolve("[a]b.jsonl"));
    write(in.resolve("ab.jsonl"));
    assertEquals(
        Map.of("[a]b.jsonl", "read"), reasons(list(false, in.resolve("[a]b.jsonl").toString())));
    Files.delete(in.resolve("[a]b.jsonl"));
    assertEquals(
        Map.of("ab.jsonl", "read"), reasons(list(false, in.resolve("[a]b.jsonl").toString())));
  }

  @Test
  void patternsSkipHiddenNamesAndTakeColons() throws Exception {
    for (String name : List.of("1/a:b.jsonl", "2/c.jsonl", "2/_d.jsonl", "3/e.jsonl", "2/f.txt")) {
      write(in.resolve(name));
    }
    Files.createSymbolicLink(in.resolve("2/g.jsonl"), write(temp.resolve("out.jsonl")));
    assertEquals(
        Map.of(
            "g.jsonl",
            "link",
            "a:b.jsonl",
            "read",
            "c.jsonl",
            "read",
            "_d.jsonl",
            "underscore",
            "f.txt",
            "other_kind"),
        reasons(list(false, in + "/{1,2}/*")));
    assertEquals(
        "input.path must exist, " + in + "/[4-9]/* does not",
        assertThrows(InputMissing.class, () -> list(false, in + "/[4-9]/*")).getMessage());
  }

  @Test
  void aNameThatIsNotUtf8IsListedAndOpened() throws Exception {
    Path bad = Path.of(URI.create("file://" + in + "/latin%E9.jsonl"));
    Files.writeString(bad, "bytes");
    InputFiles.InputFile file = list(false, in.toString()).files().get(0);
    assertEquals("latin\\xE9.jsonl", file.relativePath());
    assertEquals("file://" + in + "/latin%E9.jsonl", file.uri());
    assertEquals(
        "bytes", new String(FileBytes.read(CONF, file.uri(), 100).bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void aFileOfTwoPathsIsReadOnce() throws Exception {
    write(in.resolve("a/x.jsonl"));
    write(in.resolve("b/y.jsonl"));
    InputFiles files = list(false, in.toString(), in.resolve("a").toString());
    assertEquals(Map.of("x.jsonl", "read", "b/y.jsonl", "read"), reasons(files));
    assertEquals(2, files.files().size());
  }

  @Test
  void namesInAFileAreLiteralToo() {
    assertEquals("file:/in/img/a:b#.jpg", FileBytes.resolve("file:/in/x.csv", "img/a:b#.jpg"));
    assertEquals("file:/in/y.jpg", FileBytes.resolve("file:/in/sub/x.csv", ".././y.jpg"));
    assertEquals(
        "file:/other/100%.jpg", FileBytes.resolve("file:/in/x.csv", "file:///other/100%.jpg"));
    assertEquals("s3a://b/k.jpg", FileBytes.resolve("file:/in/x.csv", "s3a://b/k.jpg"));
    assertEquals("file:///in/%E9/a%20b.jpg", FileBytes.resolve("file:///in/%E9/x.csv", "a b.jpg"));
  }

  @Test
  void anInputWithoutAFileOfTheFormatSaysWhatItHolds() throws Exception {
    write(in.resolve("_a.jsonl"));
    write(in.resolve("b.txt"));
    String message =
        assertThrows(InputMissing.class, () -> list(false, in.toString())).getMessage();
    assertTrue(
        message.endsWith(
            "holds none; passed over: 1 because names are not of the format, 1 because names begin"
                + " with _"),
        message);
  }
}

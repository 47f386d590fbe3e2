package dev.winnow.transforms.ingest.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists and opens files in a process whose locale knows ASCII only. */
class PosixLocaleTest {

  @TempDir private Path folder;

  /** Prints locale, names and contents of the images below a folder, all in ASCII. */
  public static void main(String[] arguments) {
    Configuration conf = new Configuration();
    System.out.println("> " + System.getProperty("sun.jnu.encoding").startsWith("ANSI"));
    for (InputFiles.InputFile file :
        InputFiles.list(conf, InputFormat.IMAGES, Arrays.asList(arguments)).files()) {
      byte[] bytes = FileBytes.read(conf, file.uri(), 100).bytes();
      System.out.println(
          "> " + ascii(file.relativePath()) + " " + new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  private static String ascii(String name) {
    StringBuilder text = new StringBuilder();
    name.chars().forEach(c -> text.append(c < 0x80 ? "" + (char) c : String.format("<%04x>", c)));
    return text.toString();
  }

  @Test
  void namesOutsideOfAsciiAreSeenAndOpened() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("plain.jpg"), "one");
    Files.writeString(Path.of(URI.create("file://" + folder + "/caf%C3%A9.jpg")), "two");
    Files.writeString(Path.of(URI.create("file://" + folder + "/%E7%8C%AB.jpg")), "three");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PosixLocaleTest.class.getName(),
            folder.toString());
    builder.environment().keySet().removeIf(key -> key.startsWith("LC_") || key.startsWith("LANG"));
    builder.environment().put("LC_ALL", "POSIX");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, process.waitFor());
    assertEquals(
        List.of("true", "caf<00e9>.jpg two", "plain.jpg one", "<732b>.jpg three"),
        out.lines().filter(line -> line.startsWith("> ")).map(line -> line.substring(2)).toList());
  }
}

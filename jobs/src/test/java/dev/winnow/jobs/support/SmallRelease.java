package dev.winnow.jobs.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of small texts, its release {@code whole} and the cut {@code small-cut} of it, made once in
 * a JVM by the commands, for tests that read them. A test that changes tables takes {@link
 * CopiedRelease}: the next test that asks for this release fails if its tables have a new version.
 * Its folder is deleted when the JVM ends.
 */
public record SmallRelease(Path folder) {

  private static SmallRelease made;
  private static List<String> versions;

  public static synchronized SmallRelease get() {
    if (made == null) {
      try {
        SmallRelease release = new SmallRelease(Files.createTempDirectory("winnow-small-release"));
        Runtime.getRuntime().addShutdownHook(new Thread(release::delete));
        release.make();
        versions = release.versions();
        made = release;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertEquals(versions, made.versions(), "a test has changed the tables that others read");
    return made;
  }

  /** Returns the commits of all tables. */
  private List<String> versions() {
    try (Stream<Path> files = Files.walk(folder.resolve("tables"))) {
      return files
          .filter(file -> file.toString().matches(".*_delta_log/[0-9]+[.]json"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make() throws IOException {
    LocalSpark.session();
    Path texts = SmallTexts.write(folder.resolve("texts"));
    Files.writeString(
        Path.of(recipe()), SmallTexts.recipe("small", folder.resolve("tables"), texts));
    CommandRun done = CommandRun.run("run", recipe(), "--quiet", "--set", "publish.release=whole");
    assertEquals(0, done.code(), done.err());
    CommandRun half =
        CommandRun.run(
            "cut", recipe(), "--quiet", "--keep-fraction", "0.4", "--release", "small-cut");
    assertEquals(0, half.code(), half.err());
    assertTrue(half.out().contains("kept            96 of 240 ranked (40.0%)"), half.out());
  }

  public String recipe() {
    return folder.resolve("small.yaml").toString();
  }

  public ReleasedTables tables() {
    return new ReleasedTables(folder.resolve("tables/small"));
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder + ", " + e);
    }
  }
}

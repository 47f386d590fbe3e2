package dev.winnow.transforms;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real corpora, models and reference results, if they lie beside the project. */
public final class Shared {

  /** Returns a file or folder of the shared data; skips the test if it is absent. */
  public static Path path(String relative) {
    Path path = Path.of(System.getProperty("winnow.shared", "shared-is-absent")).resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), "needs the shared data: " + relative + " is absent");
    return path;
  }

  private Shared() {}
}

package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * The folders for shuffles and spilled rows. Spark ends the JVM if it can make no folder in any of
 * them, so that they are tried before it starts.
 */
public final class LocalDirs {

  private static final int TRIED_BYTES = 64 << 10;

  /**
   * Writes a small file into the folders until one takes it.
   *
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if none does
   */
  public static void requireRoom(SparkConf conf) {
    String listed = System.getenv("SPARK_LOCAL_DIRS");
    if (listed == null) {
      listed = conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    }
    List<String> refused = new ArrayList<>();
    for (String name : listed.split(",", -1)) {
      try {
        Path folder = Files.createDirectories(Path.of(name.strip()));
        Path tried = Files.createTempDirectory(folder, "winnow-try");
        Path file = tried.resolve("try");
        try {
          Files.write(file, new byte[TRIED_BYTES]);
          return;
        } finally {
          Files.deleteIfExists(file);
          Files.delete(tried);
        }
      } catch (IOException e) {
        refused.add(name.strip() + " (" + e.getMessage() + ")");
      }
    }
    throw new Failure(
        ExitCode.ENVIRONMENT,
        "spark.local.dir must have a folder with room, but none of these takes a file of 64 KiB: "
            + String.join(", ", refused)
            + "; make room, or set spark.local.dir to another disk");
  }

  private LocalDirs() {}
}

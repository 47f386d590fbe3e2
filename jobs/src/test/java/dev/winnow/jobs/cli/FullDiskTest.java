package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.cli.common.LocalDirs;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more is the fault of the environment, wherever it is met. */
class FullDiskTest {

  private static void assertFull(Throwable failure, String named) {
    ExitCodes.Verdict verdict = ExitCodes.of(failure);
    assertEquals(ExitCode.ENVIRONMENT, verdict.code(), verdict.message());
    assertEquals(1, verdict.message().lines().count(), verdict.message());
    assertTrue(verdict.message().contains(named), verdict.message());
    assertFalse(verdict.message().contains("\tat "), verdict.message());
  }

  @Test
  void theDriversDiskIsFoundAmongTheCauses() {
    IOException full = new IOException("No space left on device");
    assertFull(full, "for spark.local.dir, but got \"No space left on device\"; make room");
    assertFull(new IllegalStateException("job aborted", new UncheckedIOException(full)), "room");
    assertFull(
        new FileNotFoundException("/data/runs/x (No space left on device)"),
        "\"/data/runs/x (No space left on device)\"");
    assertFull(new IOException("Disk quota exceeded"), "Disk quota exceeded");
    assertFull(new IOException("/mnt/a: Read-only file system"), "a disk must be writable");
  }

  @Test
  void anExecutorsDiskIsFoundInTheTextOfItsFailure() {
    String text =
        "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent failure:"
            + " Lost task 0.0 in stage 3.0 (TID 3) (10.0.0.7 executor 1):"
            + " java.io.IOException: No space left on device\n"
            + "\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)\n";
    assertFull(new SparkException(text), "but got \"No space left on device\"");
    assertFull(
        new SparkException("ExecutorLostFailure: Command exited with code 53"), "exited with code");
  }

  @Test
  void otherFaultsOfFilesKeepTheirCodes() {
    assertEquals(ExitCode.INPUT, ExitCodes.of(new FileNotFoundException("/data/x")).code());
    assertEquals(ExitCode.INTERNAL, ExitCodes.of(new IOException("broken pipe")).code());
  }

  @Test
  void noFolderForShufflesIsRefusedBeforeSparkStarts(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    SparkConf conf = new SparkConf(false).set("spark.local.dir", file + "/a," + file);
    Failure refused = assertThrows(Failure.class, () -> LocalDirs.requireRoom(conf));
    assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
    assertTrue(refused.getMessage().contains(file + "/a ("), refused.getMessage());
    LocalDirs.requireRoom(conf.set("spark.local.dir", file + "/a," + folder.resolve("new")));
    try (var left = Files.list(folder.resolve("new"))) {
      assertEquals(0, left.count());
    }
  }
}

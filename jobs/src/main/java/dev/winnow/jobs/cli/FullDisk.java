package dev.winnow.jobs.cli;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a full, read-only or exhausted disk among the causes of a failure. The operating system
 * names it by text alone; a failure on an executor reaches the driver as text, too.
 */
final class FullDisk {

  private static final int SHOWN = 300;

  private static final String ROOM = "a disk must have room for the tables and for spark.local.dir";
  private static final String WRITABLE = "a disk must be writable for the tables";

  /** Signs of such a disk, and the demand that it does not meet. */
  private static final List<Map.Entry<String, String>> SIGNS =
      List.of(
          Map.entry("No space left on device", ROOM),
          Map.entry("There is not enough space on the disk", ROOM),
          Map.entry("No space available in any of the local directories", ROOM),
          Map.entry("Disk quota exceeded", ROOM),
          Map.entry("DSQuotaExceededException", ROOM),
          Map.entry("NSQuotaExceededException", ROOM),
          // An executor that can't make a folder in spark.local.dir ends with this code.
          Map.entry("Command exited with code 53", ROOM),
          Map.entry("Read-only file system", WRITABLE));

  /** Returns the verdict; empty if no disk is the cause. A failure with its own code 5 stays. */
  static Optional<ExitCodes.Verdict> verdict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure known && known.exitCode() == ExitCode.ENVIRONMENT) {
        return Optional.empty();
      }
      // The name of the class is part of the text, because a quota is named by its class.
      String text = String.valueOf(cause);
      for (Map.Entry<String, String> sign : SIGNS) {
        if (text.contains(sign.getKey())) {
          return Optional.of(
              new ExitCodes.Verdict(
                  ExitCode.ENVIRONMENT,
                  sign.getValue()
                      + ", but got \""
                      + line(text, sign.getKey())
                      + "\"; make room, then start again: finished stages are reused"));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the line with the sign, without the classes of exceptions that stand before it. */
  private static String line(String text, String sign) {
    String line = text.lines().filter(l -> l.contains(sign)).findFirst().orElse(sign).strip();
    int last = line.lastIndexOf("Exception: ", line.indexOf(sign));
    String shown = last < 0 ? line : line.substring(last + "Exception: ".length());
    return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
  }

  private FullDisk() {}
}

package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a folder of tables whose name the locale can't express. Java would write another name,
 * with question marks. Names of input files don't depend on the locale.
 */
final class LocaleCheck {

  /**
   * Checks the folder of the tables.
   *
   * @param encoding character set of file names in this process, as {@code sun.jnu.encoding} gives
   *     it; null if unknown
   * @throws Failure with {@link ExitCode#ENVIRONMENT} and the remedy
   */
  static void check(String folder, String encoding) {
    Charset charset =
        encoding != null && Charset.isSupported(encoding)
            ? Charset.forName(encoding)
            : StandardCharsets.US_ASCII;
    if (folder.startsWith("file:") && !charset.newEncoder().canEncode(folder)) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "the locale must express the name of the warehouse, but it gives file names in "
              + charset.name()
              + ", got "
              + folder
              + "; set LC_ALL=C.UTF-8 for the driver and the executors");
    }
  }

  private LocaleCheck() {}
}

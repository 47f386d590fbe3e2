package dev.winnow.jobs.stage.ingest;

import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.parquet.ReadFault;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Exceptions of the libraries that read tables. While the input is read they mean that it can't be
 * read, so they are no internal faults.
 */
final class InputFaults {

  /** Names of our own exceptions begin so, also in the text of a task's failure. */
  private static final String OWN = "dev.winnow.transforms.ingest.files.Input";

  private static final String READERS =
      "org\\.apache\\.parquet\\.|org\\.apache\\.spark\\.sql\\.AnalysisException"
          + "|org\\.apache\\.spark\\.sql\\.delta\\.|io\\.delta\\.";

  private static final Pattern READER = Pattern.compile("(" + READERS + ").*", Pattern.DOTALL);

  /** First exception of a task, in the text by which Spark reports it to the driver. */
  private static final Pattern IN_TASK =
      Pattern.compile("(?:executor [^)]*\\)|Caused by): (" + READERS + ")");

  /** Reads an input; an exception of a reader becomes one that names the input. */
  static <T> T named(InputSpec spec, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      if (!isNamed(e) && isOfReader(e)) {
        throw new InputMismatch(
            "input.path must be readable as format "
                + spec.format().name().toLowerCase(Locale.ROOT)
                + ", but a column or a file of "
                + String.join(", ", spec.paths())
                + " is not; write the files again, or leave them out of input.path; run with"
                + " --debug for the words of the reader",
            e);
      }
      throw e;
    }
  }

  /** Returns true if the failure already names a file or a column in words of our own. */
  private static boolean isNamed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith(OWN)
          || String.valueOf(cause.getMessage()).contains(OWN)) {
        return true;
      }
    }
    return ReadFault.of(failure) != null;
  }

  private static boolean isOfReader(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (READER.matcher(cause.getClass().getName()).matches() || IN_TASK.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }

  private InputFaults() {}
}

package dev.winnow.transforms.ingest.parquet;

import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for a file that Spark's reader fails on, found in Spark's exception or in its text. */
public final class ReadFault {

  private static final Pattern FILE =
      Pattern.compile("Encountered error while reading file (.*?)\\.(?:\\s|$)", Pattern.DOTALL);

  private static final String MISSING = "FILE_NOT_EXIST";

  /**
   * Returns the message for the file that a failure is about, with the remedy and without words of
   * Spark; null if the failure is no fault of a file.
   */
  public static String of(Throwable failure) {
    String file = null;
    boolean missing = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      Optional<String> named = file(text);
      file = file == null ? named.orElse(null) : file;
      missing |=
          cause instanceof FileNotFoundException
              || named.isPresent()
                  && (text.contains(MISSING)
                      || text.contains(FileNotFoundException.class.getName()));
    }
    if (file == null) {
      return null;
    }
    return "file "
        + file
        + " must be readable, "
        + (missing
            ? "it does not exist; a Delta table whose files were deleted is read at a later"
                + " input.version, and other input must not change while it is read"
            : "its data is damaged, or has changed since its footer was read; write it again, or"
                + " leave it out of input.path");
  }

  private static Optional<String> file(String text) {
    Matcher file = FILE.matcher(text);
    return file.find() ? Optional.of(file.group(1)) : Optional.empty();
  }

  private ReadFault() {}
}

package dev.winnow.transforms.ingest.parquet;

import java.util.Iterator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Iterator over rows that Spark reads from files. A file that Spark can't read on becomes an error
 * that names the file and the remedy.
 *
 * @param <T> type of the rows
 */
public final class ReadableRows<T> implements Iterator<T> {

  private static final Pattern FILE =
      Pattern.compile("Encountered error while reading file (.*?)\\.\\s", Pattern.DOTALL);

  private final Iterator<T> rows;
  private final Function<String, ? extends RuntimeException> error;

  /**
   * @param error makes the error from its message
   */
  public ReadableRows(Iterator<T> rows, Function<String, ? extends RuntimeException> error) {
    this.rows = rows;
    this.error = error;
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (Exception e) {
      RuntimeException named = named(e);
      if (named != null) {
        throw named;
      }
      throw e;
    }
  }

  @Override
  public T next() {
    return rows.next();
  }

  /** Returns the error for a file that can't be read; null for any other fault. */
  private RuntimeException named(Exception fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      Matcher file = FILE.matcher(cause.getMessage() + " ");
      if (file.find()) {
        return error.apply(
            "file "
                + file.group(1)
                + " must be readable as its footer says, it is damaged or has changed ("
                + root.getMessage()
                + "); write it again, or leave it out of input.path");
      }
    }
    return null;
  }
}

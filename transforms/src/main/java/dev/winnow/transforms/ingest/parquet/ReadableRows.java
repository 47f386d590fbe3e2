package dev.winnow.transforms.ingest.parquet;

import java.util.Iterator;
import java.util.function.Function;

/**
 * Iterator over rows that Spark reads from files. A file that Spark can't read on becomes an error
 * that names the file and the remedy.
 *
 * @param <T> type of the rows
 */
public final class ReadableRows<T> implements Iterator<T> {

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
      String fault = ReadFault.of(e);
      if (fault != null) {
        RuntimeException named = error.apply(fault);
        named.initCause(e);
        throw named;
      }
      throw e;
    }
  }

  @Override
  public T next() {
    return rows.next();
  }
}

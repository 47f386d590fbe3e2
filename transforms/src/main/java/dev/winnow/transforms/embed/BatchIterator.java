package dev.winnow.transforms.embed;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Rows of a partition, made batch by batch from its input rows. */
abstract class BatchIterator implements Iterator<Row> {

  private final Iterator<Row> rows;
  private Iterator<Row> ready = Collections.emptyIterator();

  BatchIterator(Iterator<Row> rows) {
    this.rows = rows;
  }

  /**
   * Takes at least one row and returns what became of those taken.
   *
   * @param rows has at least one more
   */
  abstract List<Row> nextBatch(Iterator<Row> rows);

  @Override
  public boolean hasNext() {
    while (!ready.hasNext() && rows.hasNext()) {
      ready = nextBatch(rows).iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.next();
  }
}

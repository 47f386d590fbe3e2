package dev.winnow.jobs.export;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Numbers of rows that tasks pass on, by partition. */
final class RowCounts extends ByPartition<RowCounts.Count, Long> {

  private static final long serialVersionUID = 1;

  /** Rows of a partition, up to its end. */
  record Count(int partition, long rows) {}

  @Override
  RowCounts empty() {
    return new RowCounts();
  }

  @Override
  public void add(Count count) {
    found().put(count.partition(), count.rows());
  }

  /** Returns the same rows, which are counted when a task has passed on the last one. */
  JavaRDD<Row> counting(JavaRDD<Row> rows) {
    RowCounts counted = this;
    return rows.mapPartitions(part -> new Counted(part, counted), true);
  }

  /** Returns the number of rows of all partitions, once their job has ended. */
  long rows() {
    return found().values().stream().mapToLong(Long::longValue).sum();
  }

  private static final class Counted implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final RowCounts counts;
    private long passed;

    Counted(Iterator<Row> rows, RowCounts counts) {
      this.rows = rows;
      this.counts = counts;
    }

    @Override
    public boolean hasNext() {
      boolean more = rows.hasNext();
      if (!more) {
        counts.add(new Count(TaskContext.getPartitionId(), passed));
      }
      return more;
    }

    @Override
    public Row next() {
      passed++;
      return rows.next();
    }
  }
}

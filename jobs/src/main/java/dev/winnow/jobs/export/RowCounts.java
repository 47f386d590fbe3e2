package dev.winnow.jobs.export;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.util.AccumulatorV2;

/**
 * Numbers of rows that tasks pass on, by partition. Another attempt of a task replaces the number
 * of its partition, so that no row counts twice.
 */
final class RowCounts extends AccumulatorV2<RowCounts.Count, Map<Integer, Long>> {

  private static final long serialVersionUID = 1;

  /** Rows of a partition, up to its end. */
  record Count(int partition, long rows) {}

  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  @Override
  public boolean isZero() {
    return counts.isEmpty();
  }

  @Override
  public RowCounts copy() {
    RowCounts copy = new RowCounts();
    copy.counts.putAll(counts);
    return copy;
  }

  @Override
  public void reset() {
    counts.clear();
  }

  @Override
  public void add(Count count) {
    counts.put(count.partition(), count.rows());
  }

  @Override
  public void merge(AccumulatorV2<Count, Map<Integer, Long>> other) {
    counts.putAll(other.value());
  }

  @Override
  public Map<Integer, Long> value() {
    return Map.copyOf(counts);
  }

  /** Returns the same rows, which are counted when a task has passed on the last one. */
  JavaRDD<Row> counting(JavaRDD<Row> rows) {
    RowCounts counted = this;
    return rows.mapPartitions(part -> new Counted(part, counted), true);
  }

  /** Returns the number of rows of all partitions, once their job has ended. */
  long rows() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
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

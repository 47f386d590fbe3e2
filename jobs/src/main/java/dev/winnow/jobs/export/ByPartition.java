package dev.winnow.jobs.export;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Findings of tasks, by partition. Another attempt of a task takes the place of the findings of its
 * partition, so that nothing counts twice.
 *
 * @param <I> what a task adds
 * @param <T> findings of a partition
 */
abstract class ByPartition<I, T extends Serializable> extends AccumulatorV2<I, Map<Integer, T>> {

  private static final long serialVersionUID = 1;

  private final TreeMap<Integer, T> found = new TreeMap<>();

  /** Returns the findings of this task, or of all tasks on the driver, to change them. */
  final Map<Integer, T> found() {
    return found;
  }

  @Override
  public final boolean isZero() {
    return found.isEmpty();
  }

  @Override
  public final AccumulatorV2<I, Map<Integer, T>> copy() {
    ByPartition<I, T> copy = empty();
    copy.found().putAll(found);
    return copy;
  }

  /** Returns a new accumulator of the same kind. */
  abstract ByPartition<I, T> empty();

  @Override
  public final void reset() {
    found.clear();
  }

  @Override
  public final void merge(AccumulatorV2<I, Map<Integer, T>> other) {
    found.putAll(other.value());
  }

  @Override
  public final Map<Integer, T> value() {
    return Map.copyOf(found);
  }
}

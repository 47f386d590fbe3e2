package dev.winnow.jobs.example;

import java.util.Iterator;
import java.util.function.Function;

/**
 * Reads the rows of a {@link ReleasePlan}, epoch after epoch, and can be stopped and continued. Not
 * for several threads: each has a part of its own.
 */
public final class ReleaseLoader<T> implements Iterable<T> {

  /**
   * Place of the next row.
   *
   * @param epoch number of the epoch, from 0
   * @param position number of the worker's rows that the epoch has passed
   * @param plan fingerprint of the plan
   */
  public record State(int epoch, long position, String plan) {}

  private final ReleasePlan plan;
  private final Function<String, Iterator<RankedRow<T>>> read;
  private int epoch;
  private long position;

  /**
   * @param read reads all rows of a Parquet file, by its path
   */
  public ReleaseLoader(ReleasePlan plan, Function<String, Iterator<RankedRow<T>>> read) {
    this.plan = plan;
    this.read = read;
  }

  /** Returns the rows that are left of the current epoch; after the last one the next begins. */
  @Override
  public Iterator<T> iterator() {
    Iterator<RankedRow<T>> rows = plan.rows(epoch, position, read);
    return new Iterator<>() {
      private boolean ended;

      @Override
      public boolean hasNext() {
        if (!rows.hasNext() && !ended) {
          ended = true;
          epoch++;
          position = 0;
        }
        return !ended;
      }

      @Override
      public T next() {
        RankedRow<T> row = rows.next();
        position++;
        return row.row();
      }
    };
  }

  /** Returns the place of the next row. */
  public State state() {
    return new State(epoch, position, plan.fingerprint());
  }

  /**
   * Goes on from a place.
   *
   * @throws IllegalArgumentException for the state of another plan, whose rows are others
   */
  public void resume(State state) {
    if (!state.plan().equals(plan.fingerprint())) {
      throw new IllegalArgumentException(
          "state must be that of the same release, size, seed, part and parts, got "
              + state.plan()
              + " for "
              + plan.fingerprint());
    }
    epoch = state.epoch();
    position = state.position();
  }
}

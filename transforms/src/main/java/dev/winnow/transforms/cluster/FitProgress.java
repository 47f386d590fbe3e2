package dev.winnow.transforms.cluster;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Receives the progress of a fit: a line of text for each phase, and the state before the first and
 * after each iteration.
 */
@FunctionalInterface
public interface FitProgress extends Consumer<String> {

  /**
   * State after an iteration.
   *
   * @param done number of iterations that are done, 0 before the first
   * @param isFirst true for the first state that this fit sends, which may continue an earlier one
   * @param most largest number of iterations
   * @param meanDistance mean of the rows' distances to their centroids; NaN if it is unknown
   * @param moved distance that a centroid has moved at most; NaN if it is unknown
   * @param tolerance distance at which the fit ends; 0 if all centroids must stay
   */
  record Iteration(
      int done, boolean isFirst, int most, double meanDistance, double moved, double tolerance) {}

  /** Receives a state; by default as a line of text, after an iteration. */
  default void iteration(Iteration state) {
    if (!state.isFirst()) {
      accept(
          String.format(
              Locale.ROOT,
              "iteration %d/%d, mean distance %.6f",
              state.done(),
              state.most(),
              state.meanDistance()));
    }
  }
}

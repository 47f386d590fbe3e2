package dev.winnow.transforms.experiment.learn;

import java.io.Serializable;

/**
 * Amount of training of a run. With fixed epochs a run on fewer rows takes fewer steps; with fixed
 * steps it sees each row more often. Both are needed, because they may disagree on pruning (Abbas
 * et al. 2023, SemDeDup, section on fixed epochs against fixed iterations).
 *
 * @param kind fixed epochs or fixed steps
 * @param epochs passes over the rows: of the run, or of the whole pool for fixed steps; at least 1
 * @param poolRows rows of the whole pool, from which the steps of a run with fixed steps follow; at
 *     least 1
 */
public record Budget(Kind kind, int epochs, int poolRows) implements Serializable {

  /** Quantity that is equal for all runs of a pool. */
  public enum Kind {
    EPOCHS,
    STEPS
  }

  public Budget {
    if (epochs < 1 || poolRows < 1) {
      throw new IllegalArgumentException(
          "epochs and rows of the pool must be at least 1, got " + epochs + " and " + poolRows);
    }
  }

  /** Returns the steps of a run: batches of rows, each at most of the given size. */
  public long steps(int rows, int batch) {
    int counted = kind == Kind.EPOCHS ? rows : poolRows;
    return (long) epochs * ((counted + batch - 1) / batch);
  }
}

package dev.winnow.transforms.experiment.advise;

/**
 * Corpus and aim of the advice.
 *
 * @param pool rows of the corpus to advise for, at least 1
 * @param fraction share that must stay; null to find one
 * @param goal what a fraction is judged by
 * @param tolerance relative rise of the error over that of all rows that is acceptable, such as
 *     0.05; at least 0
 * @param testRows rows by which each pilot was measured; 0 if its error is exact
 */
public record Question(long pool, Double fraction, Goal goal, double tolerance, long testRows) {

  /** Judgement of a fraction. */
  public enum Goal {
    /** Smallest set whose error is within the tolerance: for training that costs by the row. */
    SMALLEST_SET,
    /** Set with the lowest error: for training whose cost is the same for every set. */
    LOWEST_ERROR
  }

  public Question {
    if (pool < 1) {
      throw new IllegalArgumentException("pool must be at least 1, got " + pool);
    }
    if (fraction != null && !(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in (0, 1], got " + fraction);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must be at least 0, got " + tolerance);
    }
  }
}

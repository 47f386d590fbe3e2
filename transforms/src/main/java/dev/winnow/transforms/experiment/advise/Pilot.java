package dev.winnow.transforms.experiment.advise;

/**
 * One training run that the advice rests on.
 *
 * @param policy policy that chose the rows, such as {@code hard}; {@link #RANDOM} for the control
 * @param fraction share of the pool that stayed, in (0, 1]; at 1 the policy has no part
 * @param pool rows before pruning, at least 1
 * @param seed of the training; each seed once for a policy, fraction and pool
 * @param error measured on the test rows, in [0, 1]
 */
public record Pilot(String policy, double fraction, long pool, long seed, double error) {

  /** Name of the control. */
  public static final String RANDOM = "random";

  public Pilot {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be in (0, 1], got " + fraction);
    }
    if (pool < 1) {
      throw new IllegalArgumentException("pool must be at least 1, got " + pool);
    }
    if (!(error >= 0 && error <= 1)) {
      throw new IllegalArgumentException("error must be in [0, 1], got " + error);
    }
  }

  /** Returns the rows that stayed. */
  double rows() {
    return fraction * pool;
  }
}

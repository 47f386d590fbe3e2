package dev.winnow.transforms.experiment.advise;

import java.util.BitSet;

/**
 * One training run that the advice rests on.
 *
 * @param policy policy that chose the rows, such as {@code hard}; {@link #RANDOM} for the control
 * @param fraction share of the pool that stayed, in (0, 1]; at 1 the policy has no part
 * @param pool rows before pruning, at least 1
 * @param seed of the training; each seed once for a policy, fraction and pool
 * @param error measured on the test rows, in [0, 1]
 * @param wrong bit i is set if the prediction of test row i is wrong; null if the error is exact
 */
public record Pilot(
    String policy, double fraction, long pool, long seed, double error, BitSet wrong) {

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

  /** A run whose error is exact. */
  public Pilot(String policy, double fraction, long pool, long seed, double error) {
    this(policy, fraction, pool, seed, error, null);
  }
}

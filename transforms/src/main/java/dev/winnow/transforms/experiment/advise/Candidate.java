package dev.winnow.transforms.experiment.advise;

/**
 * A cut that the pilots say something about.
 *
 * @param policy policy that chooses the rows
 * @param fraction share that stays, in (0, 1)
 * @param error expected error
 * @param overRandom error less that of random rows of the same number; below 0 where pruning pays
 * @param overAll error less that of all rows
 */
public record Candidate(
    String policy, double fraction, Estimate error, Estimate overRandom, Estimate overAll) {

  /** Returns true if the policy beats random rows beyond the interval. */
  public boolean beatsRandom() {
    return overRandom.high() < 0;
  }

  /** Returns true if random rows beat the policy beyond the interval. */
  public boolean losesToRandom() {
    return overRandom.low() > 0;
  }
}

package dev.winnow.transforms.experiment.advise;

import java.util.List;

/**
 * Answer to a {@link Question}.
 *
 * @param chosen the cut to make; null if it is better not to prune
 * @param all expected error of all rows
 * @param candidates every cut that was compared, by fraction, then by error
 * @param pool rows that the figures hold for: those of the question, or the largest pool of the
 *     pilots where they support no forecast
 * @param forecast true if the figures are forecasts beyond the largest pool of the pilots
 * @param limit reason why there is no forecast for the rows of the question; null if there is one,
 *     or none was needed
 */
public record Advice(
    Candidate chosen,
    Estimate all,
    List<Candidate> candidates,
    long pool,
    boolean forecast,
    String limit) {

  /** Returns true if the advice is to prune. */
  public boolean prunes() {
    return chosen != null;
  }
}

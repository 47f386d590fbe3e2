package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.io.Serializable;

/**
 * Settings of {@link SemanticDuplicates}.
 *
 * @param epsilon in (0, 2]: rows are close if their cosine is above 1 - epsilon. Copies of one
 *     vector have a cosine of 1 up to rounding, so values below 1e-6 miss some of them
 * @param rule rule that decides which of the close rows are dropped
 * @param whichToKeep order of the rows
 * @param seed seed of the order {@link WhichToKeep#RANDOM}; unused for others
 * @param probes number of other clusters in which a row is compared, at least 0
 */
public record SemanticOptions(
    double epsilon, Rule rule, WhichToKeep whichToKeep, long seed, int probes)
    implements Serializable {

  public SemanticOptions {
    if (!(epsilon > 0 && epsilon <= 2)) {
      throw new IllegalArgumentException("epsilon must be in (0, 2], got " + epsilon);
    }
    if (rule == null || whichToKeep == null) {
      throw new IllegalArgumentException("rule and whichToKeep must be given");
    }
    if (probes < 0) {
      throw new IllegalArgumentException("probes must be at least 0, got " + probes);
    }
  }
}

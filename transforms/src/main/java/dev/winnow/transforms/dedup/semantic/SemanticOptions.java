package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/**
 * What counts as a semantic duplicate, and which row of a group stays.
 *
 * @param epsilon in (0, 2]: rows are close when their cosine is above 1 - epsilon. Copies of one
 *     vector have a cosine of 1 but for rounding, so values below 1e-6 miss some of them
 * @param whichToKeep the order of the rows
 * @param seed of the order {@link WhichToKeep#RANDOM}; else unused
 * @param probes clusters beside its own in which a row is looked for, at least 0
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

package dev.winnow.jobs.recipe;

import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;

import java.util.Locale;

/** Hardness metrics; higher is harder. */
public enum Metric {
  /** Distance to the prototype. */
  PROTOTYPE(false),
  /** Distance to the mean direction of the example's label. */
  SUPERVISED_PROTOTYPE(true),
  /** Width of the example's cluster, and its distance from other clusters. */
  DENSITY(false),
  /** Mean length of the error vectors of the probes. */
  EL2N(true),
  /** Number of times that the probes are right after one epoch and wrong after the next. */
  FORGETTING(true),
  /** Negated margin: how far the true label leads the runner-up. */
  MARGIN(true),
  /** One less the probability of the true label, averaged over the probes. */
  CONFIDENCE(true),
  /** Hash of the example's id. */
  RANDOM(false),
  /**
   * Mean of the rank quantiles of several scores: the prototype scores of several encoders, or
   * several metrics of one encoder.
   */
  RANK_AVERAGE(false);

  private final boolean needsLabels;

  Metric(boolean needsLabels) {
    this.needsLabels = needsLabels;
  }

  public boolean needsLabels() {
    return needsLabels;
  }

  /** Returns the metric's name in recipes and tables. */
  public String label() {
    return Section.word(this);
  }

  /** Returns its column in table scores; for rank-average, the hardness. */
  public String column() {
    return switch (this) {
      case PROTOTYPE -> COSINE_DIST_TO_CENT;
      case RANK_AVERAGE -> "hardness";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}

package dev.winnow.jobs.recipe;

import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;

import java.util.Locale;

/** Hardness metrics; higher is harder. */
public enum Metric {
  /** Distance to the prototype. */
  PROTOTYPE(false),
  /** Distance to the mean direction of the own label. */
  SUPERVISED_PROTOTYPE(true),
  /** How wide the cluster is and how far from others. */
  DENSITY(false),
  /** Mean length of the probes' errors. */
  EL2N(true),
  /** How often the probes were right and then wrong. */
  FORGETTING(true),
  /** The own label's lead over the others, turned round. */
  MARGIN(true),
  /** The own label's probability, turned round. */
  CONFIDENCE(true),
  /** A hash. */
  RANDOM(false),
  /**
   * Mean of the rank quantiles: of the prototype scores of several encoders, or of several metrics
   * of one.
   */
  RANK_AVERAGE(false);

  private final boolean needsLabels;

  Metric(boolean needsLabels) {
    this.needsLabels = needsLabels;
  }

  public boolean needsLabels() {
    return needsLabels;
  }

  /** The metric in recipes and in tables. */
  public String label() {
    return Section.word(this);
  }

  /** Its column in table scores; of rank-average that is the hardness alone. */
  public String column() {
    return switch (this) {
      case PROTOTYPE -> COSINE_DIST_TO_CENT;
      case RANK_AVERAGE -> "hardness";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}

package dev.winnow.jobs.recipe;

/** Hardness metrics. */
public enum Metric {
  /** Distance to the prototype, of the one encoder. */
  PROTOTYPE,
  /** Mean of the rank quantiles of the prototype scores of several encoders. */
  RANK_AVERAGE
}

package dev.winnow.transforms.select.order;

/** The policies by name: what survives a cut. */
public enum Keep {
  /** The highest scores: plenty of data. */
  HARD,
  /** The lowest scores: little data, or noisy labels. */
  EASY,
  /** The scores closest to the median (Xia et al. 2023). */
  MIDDLE,
  /** A hash of id and seed: the control. */
  RANDOM,
  /** Rows between two quantiles of the scores. */
  BAND,
  /** All scores alike, but for the hardest (Zheng et al. 2023). */
  COVERAGE,
  /** The hardest rows of each cluster, more of wide and lonely clusters (Abbas et al. 2024). */
  DENSITY,
  /** As many rows of every cluster of every level as it has (Vo et al. 2024). */
  HIERARCHICAL
}

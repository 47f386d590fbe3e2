package dev.winnow.jobs.recipe;

/** What fits the clusters. */
public enum Engine {
  WINNOW,
  /** Spark MLlib's KMeans, as a yardstick: its result depends on the partitioning. */
  MLLIB
}

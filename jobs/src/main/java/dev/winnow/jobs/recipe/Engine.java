package dev.winnow.jobs.recipe;

/** Engines of the cluster fit. */
public enum Engine {
  WINNOW,
  /** Spark MLlib's KMeans, for comparison; its result depends on the partitioning. */
  MLLIB
}

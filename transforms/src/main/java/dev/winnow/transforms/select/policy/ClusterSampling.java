package dev.winnow.transforms.select.policy;

/** Order of the rows within a cluster. */
public enum ClusterSampling {
  /** Rows by hash. */
  RANDOM,
  /** Rows closest to the prototype first. */
  CLOSEST
}

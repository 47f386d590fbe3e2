package dev.winnow.transforms.select.policy;

/** Which rows of a cluster come first. */
public enum ClusterSampling {
  /** By hash. */
  RANDOM,
  /** Those closest to its prototype. */
  CLOSEST
}

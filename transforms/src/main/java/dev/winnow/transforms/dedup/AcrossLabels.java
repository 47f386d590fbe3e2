package dev.winnow.transforms.dedup;

/** Treatment of duplicates that have different labels. */
public enum AcrossLabels {
  /** One of them is dropped, as of any other pair. */
  MERGE,
  /** Both stay. */
  KEEP
}

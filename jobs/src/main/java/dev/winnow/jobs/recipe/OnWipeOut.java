package dev.winnow.jobs.recipe;

/** Treatment of a run whose deduplication drops most rows of a source, a label or a group. */
public enum OnWipeOut {
  /** The card names it. */
  WARN,
  /** Nothing is published. */
  FAIL
}

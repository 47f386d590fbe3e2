package dev.winnow.jobs.recipe;

/** Hardness metrics. */
public enum Metric {
  PROTOTYPE
}

package dev.winnow.jobs.recipe;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
  MEAN,
  CLS,
  LAST,
  NONE
}

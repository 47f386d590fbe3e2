package dev.winnow.jobs.recipe;

/** Pooling of the vectors of a text's tokens into one vector. */
public enum Pooling {
  MEAN,
  CLS,
  LAST,
  NONE
}

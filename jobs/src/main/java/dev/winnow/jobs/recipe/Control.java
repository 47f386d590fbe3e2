package dev.winnow.jobs.recipe;

/** Control subsets that a cut can be compared with. */
public enum Control {
  NONE,
  /** A random subset of the cut's size, in the table {@code controls}. */
  RANDOM
}

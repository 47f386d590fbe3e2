package dev.winnow.jobs.recipe;

/** Which rows of a group of duplicates go. */
public enum DedupRule {
  /** A row goes if it is similar to any row ranked before it, dropped or not. */
  REFERENCE,
  /** A row goes if it is similar to a kept row ranked before it. */
  GREEDY,
  /** Of each connected component one row stays. */
  COMPONENTS
}

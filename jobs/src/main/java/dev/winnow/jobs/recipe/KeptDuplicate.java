package dev.winnow.jobs.recipe;

/** Which row of similar ones is ranked first, and so stays. */
public enum KeptDuplicate {
  /** The furthest from its prototype. */
  HARD,
  /** The nearest to its prototype. */
  EASY,
  /** By a hash of id and seed. */
  RANDOM
}

package dev.winnow.jobs.recipe;

/** Prototypes that rank the pools of an experiment. */
public enum PoolPrototypes {
  /** Those of the run, which were fitted to all rows. */
  SHARED,
  /** Those that are fitted within each pool, as a run on the pool alone would do. */
  REFIT
}

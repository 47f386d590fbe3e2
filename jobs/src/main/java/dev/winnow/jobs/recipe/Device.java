package dev.winnow.jobs.recipe;

/** Where a model runs. */
public enum Device {
  AUTO,
  CPU,
  GPU
}

package dev.winnow.jobs.recipe;

/** Layouts of input. */
public enum Format {
  IMAGES,
  PARQUET,
  JSONL,
  IDX,
  /** The generated corpus that ships with the project. */
  SAMPLE
}

package dev.winnow.jobs.recipe;

/** Layouts of input. */
public enum Format {
  IMAGES,
  WEBDATASET,
  PARQUET,
  JSONL,
  CSV,
  DELTA,
  IDX,
  NPY,
  /** The generated corpus that ships with the project. */
  SAMPLE
}

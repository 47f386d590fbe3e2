package dev.winnow.transforms.ingest.files;

/** Layouts of input. */
public enum InputFormat {
  /** A folder tree of encoded images; the parent folder is the label. */
  IMAGES,
  /** Tar shards whose members are grouped by name. */
  WEBDATASET,
  /** Parquet files. */
  PARQUET,
  /** One JSON object a line, plain or gzip. */
  JSONL,
  /** Delimited text with a header line, plain or gzip. */
  CSV,
  /** A Delta table at one version. */
  DELTA,
  /** IDX image files, with the labels file beside them. */
  IDX,
  /** Matrices of ready embeddings, with ids in a file beside each. */
  NPY,
  /**
   * The generated corpus that ships with the project. The caller writes it to files, and reads the
   * files as {@link #IMAGES} or {@link #JSONL}.
   */
  SAMPLE
}

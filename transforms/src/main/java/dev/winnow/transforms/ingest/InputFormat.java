package dev.winnow.transforms.ingest;

/** How the input is laid out. */
public enum InputFormat {
  /** A folder tree of encoded images; the parent folder is the label. */
  IMAGES,
  /** One JSON object a line, plain or gzip. */
  JSONL,
  /** Parquet files. */
  PARQUET,
  /** IDX image files, with the labels file beside them. */
  IDX,
  /** Tar shards whose members are grouped by name. */
  WEBDATASET,
  /** Delimited text with a header line, plain or gzip. */
  CSV,
  /** Matrices of ready embeddings, with ids in a file beside each. */
  NPY,
  /** A Delta table at one version. */
  DELTA
}

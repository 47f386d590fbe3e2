package dev.winnow.transforms.ingest;

/** File format of the input. */
public enum InputFormat {
  /** Folder tree of encoded images; the parent folder is the label. */
  IMAGES,
  /** One JSON object per line, plain or gzip. */
  JSONL,
  /** Parquet files. */
  PARQUET,
  /** IDX image files, with the labels file beside them. */
  IDX,
  /** Tar shards whose members are grouped by name. */
  WEBDATASET,
  /** Delimited text with a header line, plain or gzip. */
  CSV,
  /** Matrices of precomputed embeddings, each with its ids in a file beside it. */
  NPY,
  /** Delta table at one version. */
  DELTA
}

package dev.winnow.transforms.ingest;

/** Contents that the examples table stores. */
public enum CopyContent {
  /** Stores texts, but no image bytes. */
  AUTO,
  ALWAYS,
  NEVER
}

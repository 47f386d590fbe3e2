package dev.winnow.transforms.ingest;

/** Whether the examples table stores contents. */
public enum CopyContent {
  /** Texts are stored, image bytes are not. */
  AUTO,
  ALWAYS,
  NEVER
}

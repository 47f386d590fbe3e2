package dev.winnow.jobs.export;

import java.util.Locale;

/** Formats of exported releases. */
public enum ExportFormat {
  /** A text file of ids, one per line. */
  IDS,
  /** A sorted NumPy array of 128-bit ids, as DataComp's subset files are. */
  DATACOMP,
  /** The columns of {@code curated} in Parquet files. */
  PARQUET,
  /** The columns of {@code curated} as lines of JSON, bytes in base64. */
  JSONL;

  /** Returns the name in commands, which is also the extension of files of rows. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean holdsRows() {
    return this == PARQUET || this == JSONL;
  }
}

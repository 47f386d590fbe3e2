package dev.winnow.jobs.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats of exported releases. */
public enum ExportFormat {
  /** A text file of ids, one per line. */
  IDS,
  /** A sorted NumPy array of 128-bit ids, as DataComp's subset files are. */
  DATACOMP,
  /** The columns of {@code curated} in Parquet files. */
  PARQUET,
  /** The columns of {@code curated} as lines of JSON, bytes in base64. */
  JSONL,
  /** Shards of a WebDataset, with contents. */
  WEBDATASET,
  /** Shards of MosaicML Streaming and their index, with contents. */
  MDS,
  /** A data set as the Hugging Face hub has it: Parquet files with features, and a card. */
  HUB;

  /** Returns the name in commands, which is also the extension of files of rows. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns all names, in a list for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(ExportFormat::label).collect(Collectors.joining(", "));
  }

  /** Returns true if the rows are written, not the ids alone. */
  boolean holdsRows() {
    return this != IDS && this != DATACOMP;
  }

  /** Returns true if the rows must have their contents. */
  boolean needsContent() {
    return this == WEBDATASET || this == MDS || this == HUB;
  }

  /** Returns true if a path with the extension of the format is one file, not a folder. */
  boolean mayBeOneFile() {
    return this == PARQUET || this == JSONL;
  }
}

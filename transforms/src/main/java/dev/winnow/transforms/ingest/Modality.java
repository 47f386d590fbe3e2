package dev.winnow.transforms.ingest;

import java.util.Locale;

/** What an example is. */
public enum Modality {
  IMAGE,
  TEXT,
  EMBEDDING;

  /** The word in recipes and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

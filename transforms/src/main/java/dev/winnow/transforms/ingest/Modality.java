package dev.winnow.transforms.ingest;

import java.util.Locale;

/** Kind of an example. */
public enum Modality {
  IMAGE,
  TEXT,
  EMBEDDING,
  /** Image and text that belong together. */
  PAIR;

  /** Returns the word for this modality in recipes and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true if an example holds an image. */
  public boolean hasImage() {
    return this == IMAGE || this == PAIR;
  }

  /** Returns true if an example holds a text. */
  public boolean hasText() {
    return this == TEXT || this == PAIR;
  }
}

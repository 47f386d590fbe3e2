package dev.winnow.transforms.ingest;

import java.util.Locale;

/** What an example is. */
public enum Modality {
  IMAGE,
  TEXT,
  EMBEDDING,
  /** An image and a text that belong together. */
  PAIR;

  /** The word in recipes and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether an example holds an image. */
  public boolean hasImage() {
    return this == IMAGE || this == PAIR;
  }

  /** Whether an example holds a text. */
  public boolean hasText() {
    return this == TEXT || this == PAIR;
  }
}

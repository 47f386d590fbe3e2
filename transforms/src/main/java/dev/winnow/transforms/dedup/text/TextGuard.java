package dev.winnow.transforms.dedup.text;

import java.util.Locale;

/** Differences that keep two similar texts apart. */
public enum TextGuard {
  /** Both texts have words with a digit, and neither text has all such words of the other. */
  NUMBERS,
  /** One text negates what the other states. */
  NEGATIONS;

  /** Returns the guard as the column {@code refused_by} contains it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.winnow.transforms.dedup.image;

import java.util.Locale;

/** Reason for which two similar pictures are no copies of each other. */
public enum Refusal {
  /** Their correlation is below the threshold. */
  THRESHOLD,
  /** They differ in fine detail, such as words on a page. */
  DETAIL,
  /** They differ in colour. */
  COLOUR;

  /** Returns the word in column {@code refused_by} of {@link NearImages#PAIRS}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.winnow.transforms.dedup.text;

import java.util.Locale;

/** Rules by which two texts are a near pair. */
public enum TextRule {
  /** Equal letters and digits: punctuation, signs, accents and white space differ. */
  NORMAL_FORM,
  /** The sets of shingles have at least the threshold's Jaccard similarity. */
  SHINGLES,
  /** The words are the same, in another order. */
  WORD_BAG,
  /** The words are the same, except one that is one edit away. */
  MISSPELLING;

  /** Returns the rule as the column {@code rule} contains it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

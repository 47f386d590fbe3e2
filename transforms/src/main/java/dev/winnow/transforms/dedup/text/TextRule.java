package dev.winnow.transforms.dedup.text;

import java.util.Locale;

/** Rules by which two texts are a near pair, in the order in which they are tried. */
public enum TextRule {
  /** The normal forms ({@link TextNormalForm}) are equal: punctuation and white space differ. */
  NORMAL_FORM(1),
  /** The Jaccard similarity of the sets of shingles reaches {@link TextOptions#nearJaccard}. */
  SHINGLES(Double.NaN),
  /** The words are the same, in another order. */
  WORD_BAG(0.5),
  /**
   * Both texts are short, and the words are the same in any order, except one that is one edit
   * away.
   */
  MISSPELLING(0.5);

  private final double own;

  TextRule(double own) {
    this.own = own;
  }

  /** Returns the rule as the column {@code rule} contains it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the least Jaccard similarity of a pair of this rule.
   *
   * @param nearJaccard threshold of {@link #SHINGLES}; the other rules have a threshold of their
   *     own
   */
  public double threshold(double nearJaccard) {
    return this == SHINGLES ? nearJaccard : own;
  }
}

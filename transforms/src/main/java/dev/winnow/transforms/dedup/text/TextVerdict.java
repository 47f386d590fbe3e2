package dev.winnow.transforms.dedup.text;

/**
 * Decision on a candidate pair.
 *
 * @param similarity Jaccard similarity of the shingles, in [0, 1]
 * @param refusedBy null for a pair; otherwise {@link #THRESHOLD}, {@link #CONTAINMENT} or the word
 *     of a {@link TextGuard}
 */
record TextVerdict(double similarity, TextRule rule, String refusedBy) {

  static final String THRESHOLD = "threshold";
  static final String CONTAINMENT = "containment";
}

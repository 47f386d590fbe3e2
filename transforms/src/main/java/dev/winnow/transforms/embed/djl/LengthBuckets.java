package dev.winnow.transforms.embed.djl;

/**
 * The shape of the run that a text is in, from its own number of tokens alone: a padded length of
 * two steps an octave (8, 12, 16, 24, 32 ...), so that at most a third of it is padding, and as
 * many rows as keep the tokens of a run about the same. A run with fewer texts is padded with empty
 * rows, so the bits of a text's vector do not depend on which texts share its run.
 *
 * @param maxLength longest padded length, at least 1
 * @param batch rows of a run of texts of up to {@value #FULL} tokens
 */
record LengthBuckets(int maxLength, int batch) {

  /** Longest padded length that has the whole batch. */
  static final int FULL = 32;

  private static final int SHORTEST = 8;

  /** The padded length of a text. */
  int length(int tokens) {
    int length = SHORTEST;
    while (length < tokens) {
      length = Integer.bitCount(length) == 1 ? length / 2 * 3 : length / 3 * 4;
    }
    return Math.max(Math.min(length, maxLength), tokens);
  }

  /** Rows of a run of a padded length. */
  int rows(int length) {
    return (int) Math.max(1, Math.min(batch, (long) batch * FULL / length));
  }
}

package dev.winnow.transforms.embed.djl;

/**
 * Shape of the run for a text, from its number of tokens alone. The padded length has two steps per
 * octave (8, 12, 16, 24, 32 ...), so that at most a third of it is padding. The number of rows
 * keeps the tokens of a run about constant. A run with fewer texts is padded with empty rows, so
 * that the bits of a text's vector do not depend on the other texts of its run.
 *
 * @param maxLength longest padded length, at least 1
 * @param batch rows of a run with texts of up to {@value #FULL} tokens
 */
record LengthBuckets(int maxLength, int batch) {

  /** Longest padded length with the full number of rows. */
  static final int FULL = 32;

  private static final int SHORTEST = 8;

  /** Returns the padded length of a text. */
  int length(int tokens) {
    int length = SHORTEST;
    while (length < tokens) {
      length = Integer.bitCount(length) == 1 ? length / 2 * 3 : length / 3 * 4;
    }
    return Math.max(Math.min(length, maxLength), tokens);
  }

  /** Returns the rows of a run with a padded length. */
  int rows(int length) {
    return (int) Math.max(1, Math.min(batch, (long) batch * FULL / length));
  }
}

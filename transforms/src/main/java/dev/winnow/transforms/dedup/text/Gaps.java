package dev.winnow.transforms.dedup.text;

import java.util.function.IntPredicate;

/** Gaps between the words of a text. */
final class Gaps {

  /**
   * Returns the text with one space for each run of gaps, and none at its ends.
   *
   * @param isGap true for the code points of a gap
   */
  static String closed(String text, IntPredicate isGap) {
    StringBuilder closed = new StringBuilder(text.length());
    boolean gap = false;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (isGap.test(point)) {
        gap = closed.length() > 0;
      } else {
        if (gap) {
          closed.append(' ');
        }
        gap = false;
        closed.appendCodePoint(point);
      }
    }
    return closed.toString();
  }

  private Gaps() {}
}

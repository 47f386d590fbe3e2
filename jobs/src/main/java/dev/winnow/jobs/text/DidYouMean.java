package dev.winnow.jobs.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known word that is nearest to an unknown one. */
public final class DidYouMean {

  /** Length of the longest word that is compared, in characters; the time grows with it. */
  private static final int LONGEST = 100;

  /** Returns {@code "; did you mean x?"}, or an empty string if no known word is near. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /**
   * Returns the known word with the fewest edits; ties go to the first in alphabetical order. Empty
   * if it takes more edits than a third of the word's letters, and more than one, or if the word
   * has more than 100 characters.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(normal(word), normal(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(near -> distance(normal(word), normal(near)) <= Math.max(1, word.length() / 3));
  }

  private static String normal(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /**
   * Returns the number of edits (insert, delete, replace, swap of neighbours) from one word to the
   * other. Levenshtein's distance, as in commons-text, counts a swap as two edits, which would
   * leave short words such as {@code naem} without a suggestion.
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private DidYouMean() {}
}

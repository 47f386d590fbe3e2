package dev.winnow.jobs.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The nearest known word, if it is near enough to be what was meant. */
public final class DidYouMean {

  /** {@code "; did you mean x?"}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** The known word with the fewest edits, or nothing where they are more than a third of it. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(normal(word), normal(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .filter(near -> distance(normal(word), normal(near)) <= Math.max(1, word.length() / 3));
  }

  private static String normal(String word) {
    return word.toLowerCase(java.util.Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Edits (insert, delete, replace, swap of neighbours) from one word to the other. */
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

package dev.winnow.jobs.why;

import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Says in words how a text differs from its witness: length, and the first words that differ. */
final class TextDifference {

  /** Characters of a word that are shown. */
  private static final int SHOWN = 30;

  /** Returns what differs; empty for equal texts. */
  static List<String> of(String row, String witness) {
    List<String> phrases = new ArrayList<>();
    if (row.equals(witness)) {
      return phrases;
    }
    List<String> ours = words(row);
    List<String> theirs = words(witness);
    int more = ours.size() - theirs.size();
    if (more != 0) {
      int words = Math.abs(more);
      phrases.add(
          (more > 0 ? "longer by " : "shorter by ")
              + Texts.count(words)
              + (words == 1 ? " word" : " words"));
    }
    int same = 0;
    while (same < Math.min(ours.size(), theirs.size()) && ours.get(same).equals(theirs.get(same))) {
      same++;
    }
    if (same == ours.size() && same == theirs.size()) {
      phrases.add("white space differs");
    } else if (plain(ours).equals(plain(theirs))) {
      phrases.add("case or punctuation differs, first at " + at(ours, theirs, same));
    } else {
      phrases.add("first difference at " + at(ours, theirs, same));
    }
    return phrases;
  }

  private static String at(List<String> ours, List<String> theirs, int word) {
    return "word "
        + Texts.count(word + 1L)
        + ", "
        + quoted(ours, word)
        + " instead of "
        + quoted(theirs, word);
  }

  private static String quoted(List<String> words, int word) {
    if (word >= words.size()) {
      return "the end";
    }
    String text = words.get(word);
    return "\""
        + (text.codePointCount(0, text.length()) <= SHOWN
            ? text
            : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...")
        + "\"";
  }

  private static List<String> words(String text) {
    String line = text.strip();
    return line.isEmpty() ? List.of() : Arrays.asList(line.split("\\s+"));
  }

  private static List<String> plain(List<String> words) {
    return words.stream()
        .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", ""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private TextDifference() {}
}

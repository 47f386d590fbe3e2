package dev.winnow.transforms.dedup.text;

import java.util.Arrays;

/**
 * Comparison of texts that have the same words in any order, except one word that is spelt in two
 * ways. Both spellings have at least {@value #LETTERS} letters and no other characters, and are one
 * edit apart. An edit is a letter that is added, left out or replaced, or two neighbouring letters
 * that are exchanged (Damerau 1964).
 */
final class Misspelling {

  static final int LETTERS = 4;

  /**
   * Returns whether the texts differ in the spelling of one word only.
   *
   * @param words words of one text, in ascending order
   * @param others words of the other text, in ascending order
   */
  static boolean isOnly(String[] words, String[] others) {
    if (words.length != others.length) {
      return false;
    }
    String one = null;
    String other = null;
    int i = 0;
    int j = 0;
    while (i < words.length || j < others.length) {
      int order = i == words.length ? 1 : j == others.length ? -1 : words[i].compareTo(others[j]);
      if (order == 0) {
        i++;
        j++;
      } else if (order < 0) {
        if (one != null) {
          return false;
        }
        one = words[i++];
      } else {
        if (other != null) {
          return false;
        }
        other = others[j++];
      }
    }
    return one != null && other != null && isOneEdit(one, other);
  }

  private static boolean isOneEdit(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    if (!isWord(a) || !isWord(b)) {
      return false;
    }
    int start = 0;
    int shorter = Math.min(a.length, b.length);
    while (start < shorter && a[start] == b[start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start && a[a.length - 1 - end] == b[b.length - 1 - end]) {
      end++;
    }
    int ofA = a.length - start - end;
    int ofB = b.length - start - end;
    return ofA <= 1 && ofB <= 1
        || ofA == 2 && ofB == 2 && a[start] == b[start + 1] && a[start + 1] == b[start];
  }

  private static boolean isWord(int[] points) {
    return points.length >= LETTERS && Arrays.stream(points).allMatch(Character::isLetter);
  }

  private Misspelling() {}
}

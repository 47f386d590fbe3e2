package dev.winnow.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Closed set of reasons why a file or folder below the input path is not read. */
public enum PassedOver {
  /** The name is not one of the format's. */
  OTHER_KIND("names are not of the format"),
  /** The name begins with a dot. */
  HIDDEN("names begin with ."),
  /** The name begins with an underscore. */
  UNDERSCORE("names begin with _"),
  /** The file has no bytes, and its format has no row for that. */
  EMPTY("they have no bytes"),
  /**
   * The link leads nowhere, out of the input path, to a folder above, or to a file or folder that
   * is read under another name.
   */
  LINK("they are links"),
  /** The entry is a named pipe, a socket or a device. */
  SPECIAL_FILE("they are pipes, sockets or devices"),
  /** The file or folder can't be opened. */
  UNREADABLE("they can't be opened");

  private final String phrase;

  PassedOver(String phrase) {
    this.phrase = phrase;
  }

  /** Returns the word of the reason in tables, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the reason as the end of a sentence about several files. */
  public String phrase() {
    return phrase;
  }

  /**
   * Returns the reason of a word.
   *
   * @throws IllegalArgumentException if no reason has this word
   */
  public static PassedOver of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Returns the words of all reasons. */
  static List<String> words() {
    return Arrays.stream(values()).map(PassedOver::word).toList();
  }
}

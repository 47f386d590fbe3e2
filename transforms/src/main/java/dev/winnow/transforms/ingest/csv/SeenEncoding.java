package dev.winnow.transforms.ingest.csv;

import java.nio.charset.Charset;
import java.util.Locale;

/** Unicode encodings that the first bytes of a file show, by a byte order mark or by zero bytes. */
enum SeenEncoding {
  // The mark of UTF-32LE begins with that of UTF-16LE, so it comes first.
  UTF_32LE("UTF-32LE", 0xff, 0xfe, 0, 0),
  UTF_32BE("UTF-32BE", 0, 0, 0xfe, 0xff),
  UTF_16LE("UTF-16LE", 0xff, 0xfe),
  UTF_16BE("UTF-16BE", 0xfe, 0xff),
  UTF_8("UTF-8", 0xef, 0xbb, 0xbf);

  private final String label;
  private final int[] mark;

  SeenEncoding(String label, int... mark) {
    this.label = label;
    this.mark = mark;
  }

  /** Returns the encoding whose byte order mark the bytes begin with; null for none. */
  static SeenEncoding ofMark(byte[] head) {
    for (SeenEncoding encoding : values()) {
      if (encoding.begins(head)) {
        return encoding;
      }
    }
    return null;
  }

  private boolean begins(byte[] head) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the encoding without a mark that the places of zero bytes show; null for none. Latin
   * letters, delimiters and line ends have zero bytes in one or three fixed places of each unit,
   * and no text has zeros there only by chance: a quarter of the units must.
   */
  static SeenEncoding ofZeros(byte[] head) {
    int[] zeros = new int[4];
    int units = head.length / 4;
    for (int i = 0; i < 4 * units; i++) {
      zeros[i % 4] += head[i] == 0 ? 1 : 0;
    }
    boolean[] often = new boolean[4];
    boolean[] never = new boolean[4];
    for (int i = 0; i < 4; i++) {
      often[i] = units > 0 && 4 * zeros[i] >= units;
      never[i] = zeros[i] == 0;
    }
    if (often[1] && often[3] && never[0] && never[2]) {
      return UTF_16LE;
    }
    if (often[0] && often[2] && never[1] && never[3]) {
      return UTF_16BE;
    }
    if (often[1] && often[2] && often[3] && never[0]) {
      return UTF_32LE;
    }
    return often[0] && often[1] && often[2] && never[3] ? UTF_32BE : null;
  }

  /** Returns true if a character set of the recipe reads this encoding behind its mark. */
  boolean isReadAs(Charset charset, boolean marked) {
    String given = charset.name().toUpperCase(Locale.ROOT);
    return given.equals(label) || width() != null && given.equals(width()) && (marked || isBig());
  }

  /** Returns the value of {@code input.encoding} that reads the file. */
  String key(boolean marked) {
    return (marked && width() != null ? width() : label).toLowerCase(Locale.ROOT);
  }

  String label() {
    return label;
  }

  private boolean isBig() {
    return label.endsWith("BE");
  }

  /** Returns the encoding whose byte order its mark gives: big-endian without one. */
  private String width() {
    return this == UTF_8 ? null : label.substring(0, 6);
  }
}

package dev.winnow.jobs.text;

import java.util.Locale;

/** Formats numbers for people. */
public final class Texts {

  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " bytes";
    }
    if (bytes < 10_000_000) {
      return bytes / 1000 + " kB";
    }
    if (bytes < 10_000_000_000L) {
      return bytes / 1_000_000 + " MB";
    }
    return bytes / 1_000_000_000 + " GB";
  }

  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }

  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private Texts() {}
}

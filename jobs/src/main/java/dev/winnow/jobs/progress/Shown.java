package dev.winnow.jobs.progress;

/**
 * Progress that a command shows on standard error.
 *
 * @param quiet true to show nothing
 * @param json true for lines of JSON
 * @param details true to show each iteration, too
 */
public record Shown(boolean quiet, boolean json, boolean details) {

  /** Returns the lines for people, or nothing. */
  public static Shown lines(boolean quiet) {
    return new Shown(quiet, false, false);
  }
}

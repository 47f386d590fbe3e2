package dev.winnow.jobs.report.read;

/**
 * A label or a source of a release.
 *
 * @param value null for rows without one
 * @param rows accepted examples with it
 * @param kept examples of those that the release keeps
 * @param overall share of all examples that the release keeps, in [0, 1]
 */
public record Shift(String value, long rows, long kept, double overall) {

  /** Returns the share of the rows that the release lost, in [0, 1]. */
  public double lost() {
    return 1 - (double) kept / rows;
  }

  /** Returns the kept share by that of all examples; NaN where nothing at all is kept. */
  public double ratio() {
    return overall == 0 ? Double.NaN : (double) kept / rows / overall;
  }
}

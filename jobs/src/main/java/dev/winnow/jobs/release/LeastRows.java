package dev.winnow.jobs.release;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.Texts;

/** Least number of rows of a release. */
public final class LeastRows {

  /**
   * Checks the number of rows that a release would keep.
   *
   * @param least value of publish.min_rows
   * @throws Failure with {@link ExitCode#DATA} for fewer rows
   */
  public static void check(long kept, long least, String release) {
    if (kept < least) {
      throw new Failure(
          ExitCode.DATA,
          "release "
              + release
              + " must keep at least publish.min_rows "
              + Texts.count(least)
              + (least == 1 ? " row" : " rows")
              + ", got "
              + Texts.count(kept)
              + "; nothing was published; keep a larger share, or look for the reasons of the"
              + " dropped rows in table decisions");
    }
  }

  private LeastRows() {}
}

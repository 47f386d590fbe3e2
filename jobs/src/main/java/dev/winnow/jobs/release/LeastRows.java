package dev.winnow.jobs.release;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.Texts;
import java.util.List;
import java.util.function.Supplier;

/** Least number of rows of a release. */
public final class LeastRows {

  /**
   * Checks the number of rows that a release would keep.
   *
   * @param least value of publish.min_rows
   * @param details supplies the lines below the message
   * @throws Failure with {@link ExitCode#DATA} for fewer rows
   */
  public static void check(long kept, long least, String release, Supplier<List<String>> details) {
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
              + "; nothing was published; keep a larger share, or lower publish.min_rows",
          details.get());
    }
  }

  private LeastRows() {}
}

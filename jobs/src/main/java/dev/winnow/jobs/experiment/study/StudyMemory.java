package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.Texts;

/**
 * Memory of a study. The driver holds rows x width x 4 bytes for the matrix and about as much for
 * its broadcast; a third part is left for the rest.
 */
final class StudyMemory {

  private static final int COPIES = 3;

  /** Longest array of Java, less what a virtual machine keeps for itself. */
  private static final long LONGEST = Integer.MAX_VALUE - 8L;

  /**
   * Checks that the rows fit.
   *
   * @param most memory of the driver in bytes
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if they do not
   */
  static void check(long pool, long test, int width, long most) {
    long numbers = Math.multiplyExact(pool + test, (long) width);
    long bytes = COPIES * 4L * numbers;
    if (numbers <= LONGEST && bytes <= most) {
      return;
    }
    long rows = Math.min(LONGEST, most / COPIES / 4) / width - test;
    String rule =
        numbers > LONGEST
            ? "at most " + Texts.count(LONGEST) + " numbers can be held"
            : "rows x width x "
                + 4 * COPIES
                + " bytes, "
                + Texts.bytes(bytes)
                + ", must fit into the memory of the driver, "
                + Texts.bytes(most);
    throw new Failure(
        ExitCode.ENVIRONMENT,
        "experiment of "
            + Texts.count(pool)
            + " training rows and "
            + Texts.count(test)
            + " test rows of "
            + width
            + " numbers: "
            + rule
            + "; "
            + (rows > 0
                ? "train on a sample, such as --set experiment.pools="
                    + significant(rows)
                    + ", or give the driver more memory"
                : "give the driver more memory"));
  }

  /** Rounds down to one significant digit, as a person would name a sample. */
  private static long significant(long rows) {
    long unit = 1;
    while (rows / unit >= 10) {
      unit *= 10;
    }
    return rows / unit * unit;
  }

  private StudyMemory() {}
}

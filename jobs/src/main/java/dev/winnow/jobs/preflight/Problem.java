package dev.winnow.jobs.preflight;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import java.util.List;

/**
 * A place that a run of the recipe could not use.
 *
 * @param code exit code of such a run
 * @param message key, rule, value and remedy in one line
 * @param cause answer of the file system, for a stack trace; null for none
 */
public record Problem(ExitCode code, String message, Throwable cause) {

  Problem(ExitCode code, String message) {
    this(code, message, null);
  }

  /**
   * Fails if there is a problem, with the code of the first.
   *
   * @throws Failure with the messages of all
   */
  public static void refuse(List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    Problem first = problems.get(0);
    if (problems.size() == 1) {
      throw new Failure(first.code(), first.message(), first.cause());
    }
    throw new Failure(
        first.code(),
        "the recipe names " + problems.size() + " places that are unfit",
        problems.stream().map(Problem::message).toList());
  }
}

package dev.winnow.jobs.exit;

import java.util.List;

/**
 * A failure that a user can act on. The message names the fault, the value and the remedy in one
 * line. Details, such as counts and examples, are lines of their own below it.
 */
public class Failure extends RuntimeException {

  private final ExitCode exitCode;
  private final List<String> details;

  public Failure(ExitCode exitCode, String message) {
    this(exitCode, message, (Throwable) null);
  }

  public Failure(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.details = List.of();
  }

  /**
   * @param details lines without line breaks
   */
  public Failure(ExitCode exitCode, String message, List<String> details) {
    super(message);
    this.exitCode = exitCode;
    this.details = List.copyOf(details);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Returns the lines that belong below the message. */
  public List<String> details() {
    return details;
  }
}

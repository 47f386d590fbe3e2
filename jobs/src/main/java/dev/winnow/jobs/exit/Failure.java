package dev.winnow.jobs.exit;

/** A failure that a user can act on. The message names the fault, the value and the remedy. */
public class Failure extends RuntimeException {

  private final ExitCode exitCode;

  public Failure(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public Failure(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}

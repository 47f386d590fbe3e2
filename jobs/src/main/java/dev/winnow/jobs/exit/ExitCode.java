package dev.winnow.jobs.exit;

/**
 * Exit codes of every command. A signal ends the process with 128 and its number, which is the
 * JVM's own code: whatever the command returns meanwhile has no effect on it.
 */
public enum ExitCode {
  DONE(0, "done"),
  INTERNAL(1, "internal fault"),
  USAGE(2, "usage or recipe"),
  INPUT(3, "input missing or unreadable"),
  DATA(4, "data contract or quality gate"),
  ENVIRONMENT(5, "environment unfit"),
  CONFLICT(6, "output conflict"),
  HUNG_UP(129, "ended by SIGHUP"),
  INTERRUPTED(130, "ended by SIGINT"),
  TERMINATED(143, "ended by SIGTERM");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}

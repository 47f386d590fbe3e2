package dev.winnow.jobs.exit;

/** Exit codes of every command. */
public enum ExitCode {
  DONE(0, "done"),
  INTERNAL(1, "internal fault"),
  USAGE(2, "usage or recipe"),
  INPUT(3, "input missing or unreadable"),
  DATA(4, "data contract or quality gate"),
  ENVIRONMENT(5, "environment unfit"),
  CONFLICT(6, "output conflict"),
  INTERRUPTED(130, "interrupted");

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

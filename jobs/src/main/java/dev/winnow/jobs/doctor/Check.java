package dev.winnow.jobs.doctor;

import java.util.Locale;

/**
 * Result of one check.
 *
 * @param check subject, such as {@code java}
 * @param finding one line
 * @param fix remedy; empty for none
 */
public record Check(String check, State state, String finding, String fix) {

  /** States of a check. */
  public enum State {
    OK,
    /** A run works, or works as far as this recipe needs it. */
    WARN,
    /** A run does not work. */
    FAIL;

    /** Returns the word in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check ok(String check, String finding) {
    return new Check(check, State.OK, finding, "");
  }

  static Check warn(String check, String finding, String fix) {
    return new Check(check, State.WARN, finding, fix);
  }

  static Check fail(String check, String finding, String fix) {
    return new Check(check, State.FAIL, finding, fix);
  }

  /** Returns a failure if it is needed, a warning if not. */
  static Check bad(String check, boolean needed, String finding, String fix) {
    return new Check(check, needed ? State.FAIL : State.WARN, finding, fix);
  }

  /** Returns a check of a message whose remedy stands behind its last semicolon. */
  static Check of(String check, State state, String message) {
    int end = message.lastIndexOf("; ");
    return end < 0
        ? new Check(check, state, message, "")
        : new Check(check, state, message.substring(0, end), message.substring(end + 2));
  }
}

package dev.winnow.jobs.recipe.read;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads numbers as recipes write them: in decimal digits, with a point or an exponent. */
final class Numbers {

  private static final int MOST_CHARACTERS = 400;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?");

  private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-9_]+");

  /**
   * Number or the reason why the text is none.
   *
   * @param value null after a fault
   * @param fault rule that the text breaks; null if it is a number or is like no number
   */
  record Read(BigDecimal value, String fault) {}

  static Read read(String text) {
    if (text.length() > MOST_CHARACTERS || !NUMBER.matcher(text).matches()) {
      return new Read(null, null);
    }
    if (OCTAL.matcher(text).matches()) {
      return new Read(
          null,
          "must not begin with 0, which means octal in YAML; write "
              + new BigDecimal(text.replace("_", "")).toPlainString()
              + ", or a text in quotes");
    }
    try {
      BigDecimal value = new BigDecimal(text.replace("_", ""));
      boolean fits = value.scale() <= MOST_CHARACTERS && value.scale() >= -MOST_CHARACTERS;
      return fits && Double.isFinite(value.doubleValue())
          ? new Read(value, null)
          : new Read(null, "must fit into a double");
    } catch (NumberFormatException e) {
      return new Read(null, "must fit into a double");
    }
  }

  private Numbers() {}
}

package dev.winnow.jobs.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a card shows them: five significant digits, without needless zeros. */
final class Figures {

  private static final MathContext DIGITS = new MathContext(5);
  private static final double LARGE = 1e7;
  private static final double SMALL = 1e-4;

  static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "-";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size != 0 && (size >= LARGE || size < SMALL)
        ? String.format(Locale.ROOT, "%.4e", value)
        : rounded.toPlainString();
  }

  private Figures() {}
}

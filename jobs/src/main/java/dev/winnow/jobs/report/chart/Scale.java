package dev.winnow.jobs.report.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to places on an axis.
 *
 * @param from value at the beginning
 * @param to value at the end, above {@code from}
 * @param start place of the beginning
 * @param end place of the end
 */
record Scale(double from, double to, double start, double end) {

  /** Returns a scale that begins and ends at a tick and contains the values. */
  static Scale nice(double least, double most, double start, double end) {
    double high = most > least ? most : least + (least == 0 ? 1 : Math.abs(least));
    double step = step(high - least, 5);
    return new Scale(
        Math.floor(least / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, start, end);
  }

  double at(double value) {
    return start + (value - from) / (to - from) * (end - start);
  }

  /** Returns about this many round values. */
  List<Double> ticks(int about) {
    double step = step(to - from, about);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Returns a tick as text, with the decimals that the step needs. */
  String label(double tick, int about) {
    double step = step(to - from, about);
    int decimals = Math.max(0, -exponent(step));
    return Math.abs(tick) >= 1000 || decimals == 0
        ? String.format(Locale.ROOT, "%,.0f", tick)
        : String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }

  private static double step(double range, int about) {
    double rough = range / about;
    double power = new BigDecimal("1e" + exponent(rough)).doubleValue();
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** Returns the power of ten at or below a positive number. */
  private static int exponent(double value) {
    BigDecimal exact = new BigDecimal(value);
    return exact.precision() - exact.scale() - 1;
  }
}

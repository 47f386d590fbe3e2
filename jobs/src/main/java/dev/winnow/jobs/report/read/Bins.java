package dev.winnow.jobs.report.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of numbers in narrow bins, which can be joined to the wide bins of a histogram without
 * another pass. A narrow bin spans at most a thousandth of its number, so that few are needed
 * whatever the range.
 */
public final class Bins implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Bits of a double that are not used: 10 bits of its fraction are left. */
  private static final int CUT_BITS = 42;

  private final TreeMap<Long, long[]> counts = new TreeMap<>();
  private final int series;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * @param series number of series that are counted separately
   */
  public Bins(int series) {
    this.series = series;
  }

  public void add(double value, int ofSeries) {
    counts.computeIfAbsent(key(value), key -> new long[series])[ofSeries]++;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  void addAll(Bins other) {
    other.counts.forEach(
        (key, added) -> {
          long[] sum = counts.computeIfAbsent(key, none -> new long[series]);
          for (int i = 0; i < series; i++) {
            sum[i] += added[i];
          }
        });
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  public double least() {
    return least;
  }

  public double most() {
    return most;
  }

  /**
   * A histogram.
   *
   * @param edges edges of the bins, ascending
   * @param counts rows of each series in each bin
   */
  public record Wide(double[] edges, long[][] counts) {}

  /**
   * Joins the counts to bins of equal width. An edge inside of a narrow bin moves to the beginning
   * of that bin, so the counts are exact.
   */
  public Wide wide(int bins) {
    double width = (most - least) / bins;
    if (width <= 0) {
      double around = least == 0 ? 0.5 : Math.abs(least) / 2;
      long[][] one = new long[series][1];
      counts.values().forEach(each -> addTo(one, 0, each));
      return new Wide(new double[] {least - around, least + around}, one);
    }
    double[] all = new double[bins + 1];
    all[0] = least;
    int last = 0;
    for (int i = 1; i < bins; i++) {
      double edge = value(key(least + i * width));
      if (edge > all[last]) {
        all[++last] = edge;
      }
    }
    if (most > all[last]) {
      last++;
    }
    all[last] = most;
    double[] edges = Arrays.copyOf(all, last + 1);
    long[][] wide = new long[series][last];
    int bin = 0;
    for (Map.Entry<Long, long[]> each : counts.entrySet()) {
      while (bin < last - 1 && value(each.getKey()) >= edges[bin + 1]) {
        bin++;
      }
      addTo(wide, bin, each.getValue());
    }
    return new Wide(edges, wide);
  }

  private static void addTo(long[][] wide, int bin, long[] counted) {
    for (int i = 0; i < counted.length; i++) {
      wide[i][bin] += counted[i];
    }
  }

  /** Returns the bin of a number; bins have the order of the numbers. */
  private static long key(double value) {
    return ordered(Double.doubleToLongBits(value == 0 ? 0 : value)) >> CUT_BITS;
  }

  /** Returns the lowest number of a bin. */
  private static double value(long key) {
    return Double.longBitsToDouble(ordered(key << CUT_BITS));
  }

  /** Maps the bits of a double to a number of the same order, and back. */
  private static long ordered(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}

package dev.winnow.transforms.experiment.advise;

import dev.winnow.transforms.experiment.PairedDifference;
import dev.winnow.transforms.experiment.fit.Runs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Errors of pilots by policy, fraction and pool, with a standard deviation over seeds that all
 * cells share. Few seeds say little about one cell's own deviation. Relative deviations of the
 * cells are alike, so their variances are pooled.
 */
final class Cells {

  private static final double TAIL = 0.025;
  private static final double NORMAL = 1.959964;

  /** Cell of the runs on all rows of a pool. */
  private static final String ALL = "";

  private final Map<Key, List<Pilot>> runs =
      new TreeMap<>(
          Comparator.comparing(Key::fraction).thenComparing(Key::policy).thenComparing(Key::pool));
  private final long testRows;
  private final double relative;
  private final double quantile;

  private record Key(String policy, double fraction, long pool) {}

  /**
   * @param pilots at least two seeds in one cell
   * @param testRows rows by which each was measured; 0 if errors are exact
   */
  Cells(List<Pilot> pilots, long testRows) {
    this.testRows = testRows;
    Map<List<Object>, Pilot> seen = new LinkedHashMap<>();
    for (Pilot pilot : pilots) {
      String policy = pilot.fraction() == 1 ? ALL : pilot.policy();
      List<Object> run = List.of(policy, pilot.fraction(), pilot.pool(), pilot.seed());
      if (pilot.fraction() < 1 && seen.put(run, pilot) != null) {
        throw new IllegalArgumentException("each pilot must be there once, got two of " + pilot);
      }
      runs.computeIfAbsent(
              new Key(policy, pilot.fraction(), pilot.pool()), key -> new ArrayList<>())
          .add(pilot);
    }
    double squares = 0;
    int free = 0;
    for (List<Pilot> cell : runs.values()) {
      cell.sort(Comparator.comparingLong(Pilot::seed).thenComparingDouble(Pilot::error));
      double mean = mean(cell);
      for (Pilot run : cell) {
        squares += mean == 0 ? 0 : (run.error() / mean - 1) * (run.error() / mean - 1);
      }
      free += cell.size() - 1;
    }
    if (free == 0) {
      throw new IllegalArgumentException(
          "pilots must have at least two seeds, got " + pilots.size() + " runs with one each");
    }
    this.relative = Math.sqrt(squares / free);
    this.quantile = new TDistribution(free).inverseCumulativeProbability(1 - TAIL);
  }

  private static double mean(List<Pilot> cell) {
    double sum = 0;
    for (Pilot run : cell) {
      sum += run.error();
    }
    return sum / cell.size();
  }

  boolean has(String policy, double fraction, long pool) {
    return runs.containsKey(key(policy, fraction, pool));
  }

  private static Key key(String policy, double fraction, long pool) {
    return new Key(fraction == 1 ? ALL : policy, fraction, pool);
  }

  long largestPool() {
    return runs.keySet().stream().mapToLong(Key::pool).max().orElseThrow();
  }

  /** Returns the policies and fractions below 1 of a pool, by fraction, then by name. */
  List<Map.Entry<String, Double>> cuts(long pool) {
    return runs.keySet().stream()
        .filter(key -> key.pool() == pool && key.fraction() < 1)
        .map(key -> Map.entry(key.policy(), key.fraction()))
        .toList();
  }

  /** Returns the mean error of a cell. */
  double error(String policy, double fraction, long pool) {
    return mean(runs.get(key(policy, fraction, pool)));
  }

  /**
   * Returns the variance of the mean error of a cell as an estimate of the error on all possible
   * rows: by seeds, and by the draw of the test rows.
   */
  private double variance(String policy, double fraction, long pool, boolean ofTest) {
    List<Pilot> cell = runs.get(key(policy, fraction, pool));
    double mean = mean(cell);
    double bySeeds = relative * mean * relative * mean / cell.size();
    return ofTest && testRows > 0 ? bySeeds + mean * (1 - mean) / testRows : bySeeds;
  }

  Estimate estimate(String policy, double fraction, long pool) {
    double error = error(policy, fraction, pool);
    double off = quantile * Math.sqrt(variance(policy, fraction, pool, true));
    return new Estimate(error, Math.max(0, error - off), Math.min(1, error + off));
  }

  /**
   * Returns the difference of two cells of a pool. Its interval holds the draw of the test rows as
   * far as the pilots name their wrong rows: those that both get wrong have no part in it.
   */
  Estimate difference(
      String policy, double fraction, String other, double otherFraction, long pool) {
    double value = error(policy, fraction, pool) - error(other, otherFraction, pool);
    double bySeeds =
        variance(policy, fraction, pool, false) + variance(other, otherFraction, pool, false);
    double byRows =
        byRows(runs.get(key(policy, fraction, pool)), runs.get(key(other, otherFraction, pool)));
    double off = StrictMath.hypot(quantile * Math.sqrt(bySeeds), NORMAL * byRows);
    return new Estimate(value, value - off, value + off);
  }

  /** Returns the standard error by the draw of the test rows; 0 if wrong rows are not named. */
  private double byRows(List<Pilot> one, List<Pilot> other) {
    int pairs = Math.min(one.size(), other.size());
    boolean named =
        Stream.concat(one.stream(), other.stream()).allMatch(run -> run.wrong() != null);
    if (!named || testRows < 2) {
      return 0;
    }
    return PairedDifference.of(errors(one, pairs), errors(other, pairs))
        .onTestRows(wrong(one, pairs), wrong(other, pairs), (int) testRows)
        .testError();
  }

  private static double[] errors(List<Pilot> cell, int pairs) {
    return cell.stream().limit(pairs).mapToDouble(Pilot::error).toArray();
  }

  private static List<BitSet> wrong(List<Pilot> cell, int pairs) {
    return cell.stream().limit(pairs).map(Pilot::wrong).toList();
  }

  /** Returns all runs of a policy at a fraction as a learning curve over the pools. */
  Runs curve(String policy, double fraction) {
    List<double[]> rows = new ArrayList<>();
    runs.forEach(
        (key, cell) -> {
          if (key.fraction() == fraction && key.policy().equals(fraction == 1 ? ALL : policy)) {
            cell.forEach(run -> rows.add(new double[] {fraction * key.pool(), run.error()}));
          }
        });
    return Runs.of(
        null,
        rows.stream().mapToDouble(row -> row[0]).toArray(),
        rows.stream().mapToDouble(row -> row[1]).toArray());
  }
}

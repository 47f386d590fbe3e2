package dev.winnow.transforms.experiment.advise;

import dev.winnow.transforms.experiment.fit.Runs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Errors of pilots by policy, fraction and pool, with a standard deviation over seeds that all
 * cells share. Few seeds say little about one cell's own deviation. Relative deviations of the
 * cells are alike, so their variances are pooled.
 */
final class Cells {

  private static final double TAIL = 0.025;

  /** Cell of the runs on all rows of a pool. */
  private static final String ALL = "";

  private final Map<Key, List<Double>> errors =
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
      errors
          .computeIfAbsent(
              new Key(policy, pilot.fraction(), pilot.pool()), key -> new ArrayList<>())
          .add(pilot.error());
    }
    double squares = 0;
    int free = 0;
    for (List<Double> cell : errors.values()) {
      cell.sort(Comparator.naturalOrder());
      double mean = mean(cell);
      for (double error : cell) {
        squares += mean == 0 ? 0 : (error / mean - 1) * (error / mean - 1);
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

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  boolean has(String policy, double fraction, long pool) {
    return errors.containsKey(key(policy, fraction, pool));
  }

  private static Key key(String policy, double fraction, long pool) {
    return new Key(fraction == 1 ? ALL : policy, fraction, pool);
  }

  long largestPool() {
    return errors.keySet().stream().mapToLong(Key::pool).max().orElseThrow();
  }

  /** Returns the policies and fractions below 1 of a pool, by fraction, then by name. */
  List<Map.Entry<String, Double>> cuts(long pool) {
    return errors.keySet().stream()
        .filter(key -> key.pool() == pool && key.fraction() < 1)
        .map(key -> Map.entry(key.policy(), key.fraction()))
        .toList();
  }

  /** Returns the mean error of a cell. */
  double error(String policy, double fraction, long pool) {
    return mean(errors.get(key(policy, fraction, pool)));
  }

  /**
   * Returns the variance of the mean error of a cell as an estimate of the error on all possible
   * rows: by seeds, and by the draw of the test rows.
   */
  private double variance(String policy, double fraction, long pool, boolean ofTest) {
    List<Double> cell = errors.get(key(policy, fraction, pool));
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
   * Returns the difference of two cells of a pool. The test rows are the same for both, so their
   * draw is left out.
   */
  Estimate difference(
      String policy, double fraction, String other, double otherFraction, long pool) {
    double value = error(policy, fraction, pool) - error(other, otherFraction, pool);
    double off =
        quantile
            * Math.sqrt(
                variance(policy, fraction, pool, false)
                    + variance(other, otherFraction, pool, false));
    return new Estimate(value, value - off, value + off);
  }

  /** Returns all runs of a policy at a fraction as a learning curve over the pools. */
  Runs curve(String policy, double fraction) {
    List<double[]> rows = new ArrayList<>();
    errors.forEach(
        (key, cell) -> {
          if (key.fraction() == fraction && key.policy().equals(fraction == 1 ? ALL : policy)) {
            cell.forEach(error -> rows.add(new double[] {fraction * key.pool(), error}));
          }
        });
    return Runs.of(
        null,
        rows.stream().mapToDouble(row -> row[0]).toArray(),
        rows.stream().mapToDouble(row -> row[1]).toArray());
  }
}

package dev.winnow.transforms.experiment.fit;

import dev.winnow.transforms.experiment.HashedDraws;
import dev.winnow.transforms.experiment.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Intervals of coefficients from fits to runs drawn with replacement. Runs are drawn, not rows,
 * because the checkpoints of one run fail together.
 *
 * <p>The ends are percentiles, taken further out for few runs as Hesterberg 2015 derives ("What
 * Teachers Should Know About the Bootstrap", section 4.2): a plain percentile interval of 20 runs
 * covers some 90% where it promises 95%. Replicates are computed in parallel and draw by hash, so
 * the result does not depend on the number of threads.
 */
public final class Bootstrap {

  private static final double OUTSIDE = 0.05;

  private final Fitter fitter;
  private final int resamples;
  private final long seed;

  /**
   * @param resamples number of fits, at least 20
   */
  public Bootstrap(Fitter fitter, int resamples, long seed) {
    if (resamples < 20) {
      throw new IllegalArgumentException("resamples must be at least 20, got " + resamples);
    }
    this.fitter = fitter;
    this.resamples = resamples;
    this.seed = seed;
  }

  /**
   * Returns the 95% intervals of the coefficients by name.
   *
   * @param fit the fit to all rows of the runs
   */
  public Map<String, Interval> intervals(LawFit fit, Runs runs) {
    Points points = Points.of(runs);
    int clusters = 1 + IntStream.range(0, runs.rows()).map(runs::cluster).max().orElse(0);
    HashedDraws draws = HashedDraws.of(seed);
    List<Map<String, Double>> replicates =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(
                i ->
                    fitter
                        .refit(fit, points, weights(runs, clusters, draws.part(i)))
                        .coefficients())
            .toList();
    double tail = tail(clusters, fit.parameters().length);
    Map<String, Interval> intervals = new LinkedHashMap<>();
    fit.coefficients()
        .forEach(
            (name, estimate) -> {
              List<Double> values = new ArrayList<>();
              replicates.forEach(replicate -> values.add(replicate.get(name)));
              double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
              Arrays.sort(sorted);
              intervals.put(
                  name,
                  new Interval(
                      estimate,
                      percentile(sorted, tail),
                      percentile(sorted, 1 - tail),
                      deviation(sorted)));
            });
    return intervals;
  }

  private static int[] weights(Runs runs, int clusters, HashedDraws draws) {
    int[] times = new int[clusters];
    for (int i = 0; i < clusters; i++) {
      times[draws.below(clusters, i)]++;
    }
    return IntStream.range(0, runs.rows()).map(row -> times[runs.cluster(row)]).toArray();
  }

  /** Returns the share of replicates beyond each end. */
  private static double tail(int clusters, int coefficients) {
    int free = clusters - coefficients;
    if (free < 1) {
      return 0;
    }
    double quantile = new TDistribution(free).inverseCumulativeProbability(1 - OUTSIDE / 2);
    return Normal.above(quantile * StrictMath.sqrt((double) clusters / free));
  }

  /** Returns a percentile of sorted values, between two of them by a straight line. */
  private static double percentile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return StrictMath.sqrt(squares / (values.length - 1));
  }
}

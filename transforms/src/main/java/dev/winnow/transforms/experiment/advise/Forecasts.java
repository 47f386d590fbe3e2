package dev.winnow.transforms.experiment.advise;

import dev.winnow.transforms.experiment.fit.FitRefused;
import dev.winnow.transforms.experiment.fit.Forecast;
import dev.winnow.transforms.experiment.fit.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forecasts of all curves at a pool beyond those of the pilots. */
final class Forecasts {

  private final Cells cells;
  private final double pool;
  private final Map<List<Object>, Interval> made = new HashMap<>();
  private final Interval all;

  /**
   * @throws FitRefused if the curve of all rows supports no forecast so far out
   */
  Forecasts(Cells cells, long pool) {
    this.cells = cells;
    this.pool = pool;
    this.all = at(Pilot.RANDOM, 1);
  }

  private Interval at(String policy, double fraction) {
    return made.computeIfAbsent(
        List.of(policy, fraction),
        key -> Forecast.at(cells.curve(policy, fraction), fraction * pool));
  }

  Estimate all() {
    return estimate(all);
  }

  /**
   * Returns the candidates with forecasts.
   *
   * @throws FitRefused if one curve supports none
   */
  List<Candidate> candidates(List<Map.Entry<String, Double>> cuts) {
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<String, Double> cut : cuts) {
      Interval own = at(cut.getKey(), cut.getValue());
      candidates.add(
          new Candidate(
              cut.getKey(),
              cut.getValue(),
              estimate(own),
              difference(own, at(Pilot.RANDOM, cut.getValue())),
              difference(own, all)));
    }
    return candidates;
  }

  private static Estimate estimate(Interval interval) {
    return new Estimate(interval.estimate(), interval.low(), Math.min(1, interval.high()));
  }

  /** Returns the difference of two forecasts, as if their errors were independent. */
  private static Estimate difference(Interval one, Interval other) {
    double value = one.estimate() - other.estimate();
    double below = StrictMath.hypot(one.estimate() - one.low(), other.high() - other.estimate());
    double above = StrictMath.hypot(one.high() - one.estimate(), other.estimate() - other.low());
    return new Estimate(value, value - below, value + above);
  }
}

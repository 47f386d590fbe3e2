package dev.winnow.jobs.progress;

import dev.winnow.transforms.cluster.FitProgress;
import java.util.Locale;

/** Iterations of a fit: those that are done, and those that are to come until it has converged. */
final class Iterations {

  private int done;
  private int most;
  private double meanDistance;
  private double began;
  private int beganAt;
  private double latest;
  private double before;
  private double moved;
  private double tolerance;
  private boolean known;

  void clear() {
    known = false;
  }

  /**
   * Takes the state after an iteration, or before the first one.
   *
   * @param now seconds of a clock
   */
  void add(FitProgress.Iteration iteration, double now) {
    if (!known) {
      began = now;
      beganAt = iteration.done();
      moved = Double.NaN;
    }
    known = true;
    done = iteration.done();
    most = iteration.most();
    meanDistance = iteration.meanDistance();
    before = moved;
    moved = iteration.moved();
    tolerance = iteration.tolerance();
    latest = now;
  }

  /** Returns the seconds that are left of the iterations; NaN if that is unknown. */
  double left(double now) {
    if (!known || done == beganAt) {
      return Double.NaN;
    }
    double each = (latest - began) / (done - beganAt);
    return Math.max(0, each * expected() - Math.min(each, now - latest));
  }

  /**
   * Returns the number of iterations to come: as many as the way of the centroids needs to fall
   * below the tolerance, if it goes on to shrink as in the last iteration.
   */
  int expected() {
    int rest = most - done;
    if (tolerance > 0 && moved > 0 && moved <= tolerance) {
      return 0;
    }
    if (tolerance > 0 && moved > 0 && moved < before) {
      double needed = StrictMath.log(tolerance / moved) / StrictMath.log(moved / before);
      return (int) Math.min(rest, Math.ceil(needed));
    }
    return rest;
  }

  /** Returns a phrase on the iterations; empty if there are none. */
  String text() {
    if (!known || done == 0) {
      return "";
    }
    return String.format(
        Locale.ROOT, "iteration %d of at most %d, mean distance %.4f", done, most, meanDistance);
  }
}

package dev.winnow.transforms.experiment;

import java.util.Arrays;

/**
 * Minimiser of smooth functions of few variables, and of functions with kinks such as sums of Huber
 * terms: BFGS with the full matrix, and a line search for the weak Wolfe conditions, which holds
 * where the gradient jumps (Lewis and Overton 2013, "Nonsmooth optimization via quasi-Newton
 * methods").
 *
 * <p>Commons Math has neither BFGS nor L-BFGS. Its conjugate gradients stop early on the narrow
 * valleys of scaling laws, and its Levenberg-Marquardt only sums squares. Deterministic; one call
 * costs some tens of evaluations for up to six variables.
 */
public final class QuasiNewton {

  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int SEARCH_STEPS = 50;

  /** Iterations without progress in a row, after which a search ends. */
  private static final int PATIENCE = 3;

  /** A function with its gradient. */
  @FunctionalInterface
  public interface Objective {

    /**
     * Returns the value at a point; infinite or NaN outside of the domain.
     *
     * @param gradient receives the gradient, of the length of the point
     */
    double at(double[] point, double[] gradient);
  }

  /**
   * A local minimum.
   *
   * @param point where it is
   * @param value finite, unless the start was outside of the domain
   */
  public record Minimum(double[] point, double value) {}

  private final int iterations;
  private final double tolerance;
  private final double progress;

  /**
   * @param iterations most steps of a search, at least 1
   * @param tolerance largest component of the gradient at which a search ends; at least 0
   * @param progress smallest relative decrease of a step that is progress; a search ends after
   *     three steps without it
   */
  public QuasiNewton(int iterations, double tolerance, double progress) {
    this.iterations = iterations;
    this.tolerance = tolerance;
    this.progress = progress;
  }

  /** Returns the best point that a search from the start finds; never worse than the start. */
  public Minimum minimise(Objective objective, double[] start) {
    return new Search(objective, start).run();
  }

  /** State of one search. */
  private final class Search {

    private final Objective objective;
    private final int size;
    private final double[][] inverse;
    private double[] point;
    private double[] gradient;
    private double value;
    private boolean plain;

    Search(Objective objective, double[] start) {
      this.objective = objective;
      this.size = start.length;
      this.inverse = new double[size][size];
      this.point = start.clone();
      this.gradient = new double[size];
      this.value = objective.at(point, gradient);
      reset(1);
    }

    Minimum run() {
      int still = 0;
      for (int i = 0; i < iterations && Double.isFinite(value) && steepness() > tolerance; i++) {
        double before = value;
        if (!step()) {
          if (plain) {
            break;
          }
          reset(1);
          continue;
        }
        still = before - value <= progress * Math.abs(before) ? still + 1 : 0;
        if (still == PATIENCE) {
          break;
        }
      }
      return new Minimum(point, value);
    }

    private double steepness() {
      double most = 0;
      for (double slope : gradient) {
        most = Math.max(most, Math.abs(slope));
      }
      return most;
    }

    private void reset(double scale) {
      for (int i = 0; i < size; i++) {
        Arrays.fill(inverse[i], 0);
        inverse[i][i] = scale;
      }
      plain = true;
    }

    /** Takes one step; returns false if no point along the direction is better. */
    private boolean step() {
      double[] direction = new double[size];
      for (int i = 0; i < size; i++) {
        direction[i] = -dot(inverse[i], gradient);
      }
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        return false;
      }
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      // The first direction has no scale of its own, so its step is at most one unit long.
      double length = plain ? Math.min(1, 1 / StrictMath.sqrt(dot(direction, direction))) : 1;
      double[] next = new double[size];
      double[] nextGradient = new double[size];
      double[] lowPoint = null;
      double[] lowGradient = null;
      double lowValue = value;
      for (int i = 0; i < SEARCH_STEPS; i++) {
        for (int j = 0; j < size; j++) {
          next[j] = point[j] + length * direction[j];
        }
        double found = objective.at(next, nextGradient);
        if (!(found <= value + SUFFICIENT_DECREASE * length * slope)) {
          high = length;
        } else {
          low = length;
          lowValue = found;
          lowPoint = next.clone();
          lowGradient = nextGradient.clone();
          if (dot(nextGradient, direction) >= CURVATURE * slope) {
            break;
          }
        }
        length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
      }
      if (lowPoint == null) {
        return false;
      }
      update(lowPoint, lowGradient);
      point = lowPoint;
      gradient = lowGradient;
      value = lowValue;
      return true;
    }

    /** Applies the BFGS formula for the inverse of the Hessian. */
    private void update(double[] next, double[] nextGradient) {
      double[] moved = new double[size];
      double[] turned = new double[size];
      for (int i = 0; i < size; i++) {
        moved[i] = next[i] - point[i];
        turned[i] = nextGradient[i] - gradient[i];
      }
      double curvature = dot(moved, turned);
      if (!(curvature > 0) || Double.isInfinite(curvature)) {
        return;
      }
      if (plain) {
        reset(curvature / dot(turned, turned));
        plain = false;
      }
      double[] image = new double[size];
      for (int i = 0; i < size; i++) {
        image[i] = dot(inverse[i], turned);
      }
      double factor = (1 + dot(turned, image) / curvature) / curvature;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          inverse[i][j] +=
              factor * moved[i] * moved[j]
                  - (image[i] * moved[j] + moved[i] * image[j]) / curvature;
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

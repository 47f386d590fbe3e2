package dev.winnow.transforms.experiment.theory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Student with the largest margin on separable examples, exactly: the quadratic programme {@code
 * min |w|^2} subject to {@code u w >= 1} for every labelled example u, by the dual active-set
 * method of Goldfarb and Idnani 1983, "A numerically stable dual method for solving strictly convex
 * quadratic programs".
 *
 * <p>The most violated example enters the active set; those whose multiplier turns negative leave
 * it. Every result is certified by its duality gap: the multipliers give a point of the examples'
 * convex hull, whose length is an upper bound of every margin, and the least margin of the student
 * is the lower one. Ties go to the example that comes first.
 *
 * <p>A round trains on some of the examples, then adds those that are violated most. Costs some
 * rounds of O(rows x dim), and some multiple of dim steps of O(dim x dim).
 */
public final class MaxMargin {

  /** Largest gap between the bounds, relative to the upper one, that counts as exact. */
  public static final double TOLERANCE = 1e-8;

  /**
   * A trained student.
   *
   * @param weights of unit length
   * @param margin least margin over the examples, above 0
   * @param gap relative difference between margin and upper bound; at most {@link #TOLERANCE}
   */
  public record Student(double[] weights, double margin, double gap) {}

  /** Gap that is not worth a further step. */
  private static final double CLOSED = 1e-11;

  /** Examples of the first round, as a multiple of dim. */
  private static final int FIRST = 3;

  private static final int ROUNDS = 1000;
  private static final int STEPS = 100;

  private final double[][] examples;
  private final int dim;
  private final ActiveSet set;
  private final double[] weights;

  private MaxMargin(double[][] examples) {
    this.examples = examples;
    this.dim = examples[0].length;
    this.set = new ActiveSet(examples);
    this.weights = new double[dim];
  }

  /**
   * Trains a student.
   *
   * @param examples each times its label, +1 or -1; at least one row
   * @throws IllegalStateException if no student separates the examples, or the gap does not close
   */
  public static Student train(double[][] examples) {
    return new MaxMargin(examples).solve();
  }

  private Student solve() {
    Student best = null;
    int[] candidates = IntStream.range(0, Math.min(examples.length, FIRST * dim)).toArray();
    for (int round = 0; round < ROUNDS; round++) {
      trainOn(candidates);
      double[] margins = margins();
      Student student = certified(margins);
      if (student != null && (best == null || student.gap() < best.gap())) {
        best = student;
      }
      if (best != null && best.gap() <= CLOSED) {
        break;
      }
      int[] more = withMostViolated(candidates, margins);
      if (more.length == candidates.length) {
        break;
      }
      candidates = more;
    }
    if (best == null || !(best.gap() <= TOLERANCE)) {
      throw new IllegalStateException(
          "the gap between margin and bound must close to "
              + TOLERANCE
              + ", got "
              + (best == null ? "no margin" : best.gap()));
    }
    return best;
  }

  /** Moves to the optimum of some of the examples. */
  private void trainOn(int[] candidates) {
    int limit = STEPS * (dim + 10);
    for (int step = 0; step < limit; step++) {
      int violating = -1;
      double least = 1 - CLOSED / 10;
      for (int candidate : candidates) {
        double margin = ActiveSet.dot(examples[candidate], weights);
        if (margin < least) {
          least = margin;
          violating = candidate;
        }
      }
      if (violating < 0 || set.contains(violating)) {
        return;
      }
      enter(violating);
    }
  }

  private double[] margins() {
    double[] margins = new double[examples.length];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = ActiveSet.dot(examples[i], weights);
    }
    return margins;
  }

  /** Adds the examples whose margins are least, at most {@code dim} of them and below 1. */
  private int[] withMostViolated(int[] candidates, double[] margins) {
    boolean[] inside = new boolean[examples.length];
    for (int candidate : candidates) {
      inside[candidate] = true;
    }
    IntStream added =
        IntStream.range(0, examples.length)
            .filter(i -> !inside[i] && margins[i] < 1)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> margins[i]))
            .limit(dim)
            .mapToInt(Integer::intValue);
    return IntStream.concat(Arrays.stream(candidates), added).toArray();
  }

  /** Returns the student with its certificate; null if it separates nothing. */
  private Student certified(double[] margins) {
    double least = Arrays.stream(margins).min().orElseThrow();
    if (!(least > 0)) {
      return null;
    }
    double length = StrictMath.sqrt(ActiveSet.dot(weights, weights));
    double margin = least / length;
    double bound = length / set.sumOfMultipliers();
    double[] unit = new double[dim];
    for (int j = 0; j < dim; j++) {
      unit[j] = weights[j] / length;
    }
    return new Student(unit, margin, Math.max(0, 1 - margin / bound));
  }

  /** Makes one example tight; others may leave the set. */
  private void enter(int example) {
    double entering = 0;
    while (true) {
      set.project(examples[example]);
      double[] across = set.across();
      double steep = ActiveSet.dot(across, across);
      int leaving = set.blocking();
      double most = leaving < 0 ? Double.POSITIVE_INFINITY : set.longest(leaving);
      boolean dependent = steep <= 1e-22 * ActiveSet.dot(examples[example], examples[example]);
      double whole =
          dependent
              ? Double.POSITIVE_INFINITY
              : (1 - ActiveSet.dot(examples[example], weights)) / steep;
      double length = Math.min(most, whole);
      if (Double.isInfinite(length)) {
        throw new IllegalStateException("the examples must be separable");
      }
      entering += length;
      set.move(length);
      if (!dependent) {
        for (int j = 0; j < dim; j++) {
          weights[j] += length * across[j];
        }
      }
      if (whole <= most) {
        set.add(example, entering);
        set.combine(weights);
        return;
      }
      set.remove(leaving);
    }
  }
}

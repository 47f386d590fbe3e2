package dev.winnow.transforms.experiment.theory;

import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Points and weights of Gauss-Legendre rules on the pieces of an interval. Pieces end where the
 * integrand bends, and are short against its other scales.
 */
final class Grid {

  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  private final double[] nodes;
  private final double[] weights;

  /**
   * @param points of the rule on each piece
   */
  Grid(int points) {
    GaussIntegrator rule = RULES.legendre(points);
    nodes = new double[points];
    weights = new double[points];
    for (int i = 0; i < points; i++) {
      nodes[i] = rule.getPoint(i);
      weights[i] = rule.getWeight(i);
    }
  }

  /** Receiver of the points of a grid and their weights. */
  @FunctionalInterface
  interface Visitor {
    void at(double x, double weight);
  }

  /**
   * Visits the points of all pieces of an interval, from its lower end to its upper.
   *
   * @param breaks places of bends, in any order; those outside the interval are passed over
   * @param longest greatest length of a piece
   */
  void visit(double from, double to, double[] breaks, double longest, Visitor visitor) {
    if (!(from < to)) {
      return;
    }
    double[] ends = Arrays.copyOf(breaks, breaks.length + 1);
    ends[breaks.length] = to;
    Arrays.sort(ends);
    double start = from;
    for (double end : ends) {
      if (end > start && end <= to) {
        int pieces = (int) Math.ceil((end - start) / longest);
        double half = (end - start) / pieces / 2;
        for (int piece = 0; piece < pieces; piece++) {
          double middle = start + (2 * piece + 1) * half;
          for (int i = 0; i < nodes.length; i++) {
            visitor.at(middle + half * nodes[i], half * weights[i]);
          }
        }
        start = end;
      }
    }
  }
}

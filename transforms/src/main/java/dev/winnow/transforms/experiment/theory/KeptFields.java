package dev.winnow.transforms.experiment.theory;

import dev.winnow.transforms.experiment.Normal;

/**
 * Expectations over the kept examples. Each is multiplied by its label; z is then its field along
 * the probe, and g that along the direction in the plane of probe and teacher that is orthogonal to
 * the probe. The teacher's field {@code z cos(angle) + g sin(angle)} is positive, and |z| is in the
 * kept range.
 */
final class KeptFields {

  /** Fields and margins beyond it have no weight that a double shows in an error. */
  private static final double FAR = 9;

  private static final double LONGEST = 3;

  /** Bends of the positive part: its second moment leaves 0, and becomes a square. */
  private static final double[] BENDS = {-7, -3, 0, 3, 7};

  /** Scales of the probe's field on which the label becomes certain. */
  private static final double[] CERTAINTY = {1, 3, 6, 9};

  private final double cosine;
  private final double sine;
  private final double low;
  private final double high;
  private final double density;
  private final Grid grid;

  /**
   * @param range least and greatest |z| that is kept
   * @param keepFraction share of the examples inside it
   * @param angle between probe and teacher, in [0, pi / 2]
   * @param points of the rule on each piece
   */
  KeptFields(double[] range, double keepFraction, double angle, int points) {
    this.cosine = StrictMath.cos(angle);
    this.sine = angle == 0 ? 0 : StrictMath.sin(angle);
    this.low = range[0];
    this.high = Math.min(range[1], FAR);
    this.density = 2 / keepFraction;
    this.grid = new Grid(points);
  }

  /**
   * Returns moments of the positive part of a student's shortfall {@code K - x z - y g - h}, with h
   * standard normal: the second; the first; the first times z; the first times g.
   *
   * @param margin K
   * @param x weight of the student along the probe, in units of its weight outside the plane
   * @param y weight along g, in the same units; 0 if the angle is 0
   */
  double[] shortfall(double margin, double x, double y) {
    double[] sums = new double[4];
    overProbe(low, high, margin, x, y, sums);
    if (sine > 0) {
      overProbe(-high, -low, margin, x, y, sums);
    }
    return sums;
  }

  private void overProbe(double from, double to, double margin, double x, double y, double[] sums) {
    double[] breaks = new double[BENDS.length + 2 * CERTAINTY.length];
    for (int i = 0; i < BENDS.length; i++) {
      breaks[i] = x == 0 ? FAR : (margin - BENDS[i]) / x;
    }
    for (int i = 0; i < CERTAINTY.length; i++) {
      double scale = CERTAINTY[i] * sine / cosine;
      breaks[BENDS.length + 2 * i] = scale;
      breaks[BENDS.length + 2 * i + 1] = -scale;
    }
    double[] moments = new double[2];
    grid.visit(
        from,
        to,
        breaks,
        LONGEST,
        (z, weight) -> {
          double share = density * weight * Normal.density(z);
          if (sine == 0) {
            moments[0] = 0;
            moments[1] = 0;
            Normal.addPositivePart(margin - x * z, share, moments);
            sums[0] += moments[0];
            sums[1] += moments[1];
            sums[2] += z * moments[1];
          } else {
            overOther(z, share, margin - x * z, y, sums);
          }
        });
  }

  /** Adds the part of one z: over all g for which the teacher's field is positive. */
  private void overOther(double z, double share, double rest, double y, double[] sums) {
    double from = Math.max(-FAR, -z * cosine / sine);
    double to = FAR;
    double[] breaks = new double[BENDS.length];
    for (int i = 0; i < BENDS.length; i++) {
      breaks[i] = y == 0 ? FAR : (rest - BENDS[i]) / y;
    }
    // Beyond the last bend the positive part is 0.
    double end = y == 0 ? FAR : (rest + FAR) / y;
    if (y > 0) {
      to = Math.min(to, end);
    } else if (y < 0) {
      from = Math.max(from, end);
    }
    double[] moments = new double[2];
    grid.visit(
        from,
        to,
        breaks,
        LONGEST,
        (g, weight) -> {
          moments[0] = 0;
          moments[1] = 0;
          Normal.addPositivePart(rest - y * g, share * weight * Normal.density(g), moments);
          sums[0] += moments[0];
          sums[1] += moments[1];
          sums[2] += z * moments[1];
          sums[3] += g * moments[1];
        });
  }
}

package dev.winnow.transforms.experiment.theory;

import dev.winnow.transforms.experiment.QuasiNewton;
import dev.winnow.transforms.experiment.QuasiNewton.Minimum;

/**
 * Test error of a perceptron that is trained to the largest margin on the examples that a probe
 * keeps, in the limit of many dimensions.
 *
 * <p>A teacher labels Gaussian examples; a probe at an angle to it ranks them by their distance to
 * the probe's plane; one end of the ranking is kept. The largest margin of a student that has given
 * overlaps with teacher and probe follows from Gordon's comparison of Gaussian processes, which
 * here is exact; the student that training finds has the overlaps of the greatest of these margins.
 * The stationary point is that of the replica equations of Sorscher et al. 2022, appendix A.
 *
 * <p>A student is written as {@code x} times the probe, {@code y} times the direction that
 * completes the teacher's plane, and a unit vector outside of it. Its margin K before normalising
 * satisfies {@code alpha E[(K - x z - y g - h)+^2] = 1} over the kept examples, with h standard
 * normal. Deterministic. A point costs about a millisecond if the probe is the teacher, and some
 * tens of milliseconds otherwise.
 */
public final class PerceptronTheory {

  /**
   * A trained student.
   *
   * @param margin largest margin, for unit weights and inputs of unit variance
   * @param teacherOverlap cosine to the teacher
   * @param probeOverlap cosine to the probe
   * @param error share of new examples that it labels wrongly
   */
  public record Student(double margin, double teacherOverlap, double probeOverlap, double error) {}

  /** Points of the quadrature on each piece. */
  private static final int POINTS = 8;

  private static final QuasiNewton SEARCH = new QuasiNewton(200, 1e-10, 1e-15);
  private static final int STEPS = 200;
  private static final double[] FIRST_SIZES = {-1, 0.5, 2, 4};

  private final double angle;
  private final int points;

  /**
   * @param angle between probe and teacher in radians, in [0, pi / 2)
   */
  public PerceptronTheory(double angle) {
    this(angle, POINTS);
  }

  PerceptronTheory(double angle, int points) {
    if (!(angle >= 0 && angle < StrictMath.PI / 2)) {
      throw new IllegalArgumentException("angle must be in [0, pi / 2), got " + angle);
    }
    this.angle = angle;
    this.points = points;
  }

  /**
   * Returns the theory of a probe at an angle in degrees.
   *
   * @param degrees in [0, 90)
   */
  public static PerceptronTheory ofDegrees(double degrees) {
    return new PerceptronTheory(StrictMath.toRadians(degrees));
  }

  /**
   * Returns the student that training on the kept examples finds.
   *
   * @param keepFraction share of the examples that stays, in (0, 1]
   * @param examplesPerParameter before pruning, above 0
   */
  public Student student(KeptEnd end, double keepFraction, double examplesPerParameter) {
    if (!(keepFraction > 0 && keepFraction <= 1)) {
      throw new IllegalArgumentException("keepFraction must be in (0, 1], got " + keepFraction);
    }
    if (!(examplesPerParameter > 0) || Double.isInfinite(examplesPerParameter)) {
      throw new IllegalArgumentException(
          "examplesPerParameter must be positive and finite, got " + examplesPerParameter);
    }
    double kept = keepFraction * examplesPerParameter;
    if (end == KeptEnd.RANDOM || keepFraction == 1) {
      // All examples in their own proportions: the probe has no part in it.
      Student student = solve(KeptEnd.RANDOM.range(1), 1, kept, 0);
      return new Student(
          student.margin(),
          student.teacherOverlap(),
          student.teacherOverlap() * StrictMath.cos(angle),
          student.error());
    }
    return solve(end.range(keepFraction), keepFraction, kept, angle);
  }

  /** Returns the error of that student, in [0, 0.5]. */
  public double error(KeptEnd end, double keepFraction, double examplesPerParameter) {
    return student(end, keepFraction, examplesPerParameter).error();
  }

  private Student solve(double[] range, double keepFraction, double kept, double probeAngle) {
    KeptFields fields = new KeptFields(range, keepFraction, probeAngle, points);
    Minimum best = null;
    for (double size : FIRST_SIZES) {
      double[] start = probeAngle == 0 ? new double[] {size} : new double[] {size, probeAngle};
      Margin margin = new Margin(fields, kept);
      double value = margin.at(start, new double[start.length]);
      if (best == null || value < best.value()) {
        best = new Minimum(start, value);
      }
    }
    Minimum found = SEARCH.minimise(new Margin(fields, kept), best.point());
    double length = StrictMath.exp(found.point()[0]);
    double turn = found.point().length == 1 ? 0 : found.point()[1];
    double inPlane = length / StrictMath.hypot(1, length);
    double toTeacher = inPlane * StrictMath.cos(turn - probeAngle);
    // From sine and cosine, because the arc cosine loses half of the digits near 1.
    double off =
        StrictMath.hypot(
            1 / StrictMath.hypot(1, length), inPlane * StrictMath.sin(turn - probeAngle));
    return new Student(
        -found.value(),
        toTeacher,
        inPlane * StrictMath.cos(turn),
        StrictMath.atan2(off, toTeacher) / StrictMath.PI);
  }

  /**
   * Minus the margin of students, by the logarithm of their length in the plane and the angle to
   * the probe there.
   */
  private static final class Margin implements QuasiNewton.Objective {

    private final KeptFields fields;
    private final double kept;
    private double last = 1;

    Margin(KeptFields fields, double kept) {
      this.fields = fields;
      this.kept = kept;
    }

    @Override
    public double at(double[] point, double[] gradient) {
      double length = StrictMath.exp(point[0]);
      double turn = point.length == 1 ? 0 : point[1];
      double x = length * StrictMath.cos(turn);
      double y = point.length == 1 ? 0 : length * StrictMath.sin(turn);
      double[] moments = root(x, y);
      double scale = StrictMath.hypot(1, length);
      double byX = moments[2] / moments[1];
      double byY = moments[3] / moments[1];
      double margin = last / scale;
      gradient[0] = margin * length * length / (scale * scale) - (byX * x + byY * y) / scale;
      if (point.length == 2) {
        gradient[1] = (byX * y - byY * x) / scale;
      }
      return -margin;
    }

    /** Finds K, which becomes {@code last}, and returns the moments there. */
    private double[] root(double x, double y) {
      for (int i = 0; i < STEPS; i++) {
        double[] moments = fields.shortfall(last, x, y);
        if (!(moments[1] > 1e-200)) {
          // Far below the root, where the positive part vanishes.
          last = Math.max(1, 2 * Math.abs(last));
          continue;
        }
        // Newton's steps from above the root, where the convex function leads down to it.
        double step = (moments[0] - 1 / kept) / (2 * moments[1]);
        double limit = 10 * (1 + Math.abs(last));
        last -= Math.max(-limit, Math.min(limit, step));
        if (Math.abs(step) <= 1e-13 * (1 + Math.abs(last))) {
          return moments;
        }
      }
      throw new IllegalStateException("no margin for x = " + x + ", y = " + y + ", kept " + kept);
    }
  }
}

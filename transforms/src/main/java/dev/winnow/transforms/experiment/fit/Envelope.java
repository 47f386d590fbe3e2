package dev.winnow.transforms.experiment.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lower envelope of learning curves, such as those of several kept fractions: the least loss that
 * any of them has at a size, and which one has it. Between its measured sizes a curve is a straight
 * line in logarithms; beyond them it has no value. An envelope of power laws is no power law, so
 * fit the members and take the envelope of the fits, not the reverse.
 */
public final class Envelope {

  /**
   * One curve.
   *
   * @param label such as the kept fraction
   * @param sizes ascending, positive
   * @param losses positive, of the same length
   */
  public record Member(String label, double[] sizes, double[] losses) {

    public Member {
      if (sizes.length != losses.length || sizes.length == 0) {
        throw new IllegalArgumentException(
            "a curve must have as many losses as sizes, at least one, got "
                + sizes.length
                + " sizes and "
                + losses.length
                + " losses");
      }
      for (int i = 1; i < sizes.length; i++) {
        if (!(sizes[i] > sizes[i - 1])) {
          throw new IllegalArgumentException("sizes must ascend, got " + Arrays.toString(sizes));
        }
      }
    }

    /**
     * Returns the curve of measured runs: at each size the geometric mean of its losses.
     *
     * @param label such as the kept fraction
     */
    public static Member of(String label, Runs runs) {
      double[] sizes = runs.sizes();
      double[] sums = new double[sizes.length];
      int[] counts = new int[sizes.length];
      for (int i = 0; i < runs.rows(); i++) {
        int at = Arrays.binarySearch(sizes, runs.examples(i));
        sums[at] += StrictMath.log(runs.loss(i));
        counts[at]++;
      }
      for (int i = 0; i < sizes.length; i++) {
        sums[i] = StrictMath.exp(sums[i] / counts[i]);
      }
      return new Member(label, sizes, sums);
    }

    /** Returns the loss at a size; NaN outside of the measured sizes. */
    public double at(double size) {
      int found = Arrays.binarySearch(sizes, size);
      if (found >= 0) {
        return losses[found];
      }
      int above = -found - 1;
      if (above == 0 || above == sizes.length) {
        return Double.NaN;
      }
      double share =
          StrictMath.log(size / sizes[above - 1]) / StrictMath.log(sizes[above] / sizes[above - 1]);
      return StrictMath.exp(
          (1 - share) * StrictMath.log(losses[above - 1]) + share * StrictMath.log(losses[above]));
    }
  }

  /**
   * A point of the envelope.
   *
   * @param label of the member that has the least loss there; of equal ones, the first
   */
  public record Point(double size, double loss, String label) {}

  /** Returns the envelope at all sizes of all members, ascending. */
  public static List<Point> of(List<Member> members) {
    double[] sizes =
        members.stream()
            .flatMapToDouble(member -> DoubleStream.of(member.sizes()))
            .sorted()
            .distinct()
            .toArray();
    List<Point> points = new ArrayList<>();
    for (double size : sizes) {
      Point best = null;
      for (Member member : members) {
        double loss = member.at(size);
        if (!Double.isNaN(loss) && (best == null || loss < best.loss())) {
          best = new Point(size, loss, member.label());
        }
      }
      points.add(best);
    }
    return points;
  }

  private Envelope() {}
}

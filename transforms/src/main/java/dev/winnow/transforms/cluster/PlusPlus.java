package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Weighted k-means++ on rows in memory: each next centroid is a row, drawn with a probability
 * proportional to its weight times its distance to the nearest centroid so far.
 *
 * @see <a href="https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf">Arthur and
 *     Vassilvitskii 2007</a>
 */
final class PlusPlus {

  /** Cosine distance below which two unit rows of floats count as equal. */
  private static final double SAME = 1e-6;

  private final Metric metric;

  PlusPlus(Metric metric) {
    this.metric = metric;
  }

  /**
   * Chooses up to k rows; fewer when the rows have fewer distinct vectors.
   *
   * @param rows rows of equal length, in an order that does not depend on partitioning
   */
  float[] choose(List<WeightedRow> rows, int k, long seed) {
    int n = rows.size();
    int dim = rows.get(0).row().length;
    SplittableRandom random = new SplittableRandom(seed);
    double[] nearest = new double[n];
    Arrays.fill(nearest, 1);
    List<float[]> chosen = new ArrayList<>(k);
    int next = draw(rows, nearest, random);
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    while (next >= 0) {
      float[] centroid = rows.get(next).row();
      chosen.add(centroid);
      if (chosen.size() == k) {
        break;
      }
      // Each distance depends on one row only, so threads change no bit.
      IntStream.range(0, n)
          .parallel()
          .forEach(i -> nearest[i] = Math.min(nearest[i], distance(rows.get(i).row(), centroid)));
      next = draw(rows, nearest, random);
    }
    float[] flat = new float[Math.multiplyExact(chosen.size(), dim)];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(chosen.get(i), 0, flat, i * dim, dim);
    }
    return flat;
  }

  /** Returns the drawn index, or -1 when every row coincides with a centroid. */
  private static int draw(List<WeightedRow> rows, double[] nearest, SplittableRandom random) {
    double total = 0;
    for (int i = 0; i < nearest.length; i++) {
      total += nearest[i] * rows.get(i).weight();
    }
    if (!(total > 0)) {
      return -1;
    }
    double target = random.nextDouble() * total;
    int last = -1;
    for (int i = 0; i < nearest.length; i++) {
      double mass = nearest[i] * rows.get(i).weight();
      if (mass > 0) {
        last = i;
        target -= mass;
        if (target < 0) {
          break;
        }
      }
    }
    return last;
  }

  private double distance(float[] row, float[] centroid) {
    if (metric == Metric.COSINE) {
      double distance = 1 - dot(row, centroid);
      return distance < SAME ? 0 : distance;
    }
    double squares = 0;
    for (int j = 0; j < row.length; j++) {
      double difference = (double) row[j] - centroid[j];
      squares += difference * difference;
    }
    return squares;
  }

  private static float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int j = 0;
    for (; j + 4 <= a.length; j += 4) {
      s0 = Math.fma(a[j], b[j], s0);
      s1 = Math.fma(a[j + 1], b[j + 1], s1);
      s2 = Math.fma(a[j + 2], b[j + 2], s2);
      s3 = Math.fma(a[j + 3], b[j + 3], s3);
    }
    for (; j < a.length; j++) {
      s0 = Math.fma(a[j], b[j], s0);
    }
    return (s0 + s1) + (s2 + s3);
  }
}

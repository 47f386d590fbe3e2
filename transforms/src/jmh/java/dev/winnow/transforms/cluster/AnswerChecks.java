package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.SumSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks of results before anything is timed. */
final class AnswerChecks {

  /** Number of products that the check in double computes. */
  private static final long WORK = 1_000_000_000;

  /** Difference of distances below which a row may be assigned to either of two centroids. */
  private static final double TIE = 1e-5;

  /**
   * Compares one iteration over some rows with a loop in double precision.
   *
   * @param blocks rows of unit length
   * @throws IllegalStateException when a centroid, a count or the inertia differs
   */
  static void inDouble(List<FitBlock> blocks, float[] centroids) {
    int dim = blocks.get(0).dim();
    int k = centroids.length / dim;
    long most = Math.max(20, Math.min(1000, WORK / k / dim));
    double[] sums = new double[k * dim];
    long[] counts = new long[k];
    double inertia = 0;
    List<HashedVector> rows = new ArrayList<>();
    for (FitBlock block : blocks) {
      for (int i = 0; i < block.size() && rows.size() < most; i++) {
        float[] row = block.row(i);
        double[] scores = scores(row, centroids, dim);
        double best = Arrays.stream(scores).max().orElseThrow();
        if (Arrays.stream(scores).filter(score -> score > best - TIE).count() > 1) {
          continue;
        }
        int cluster = 0;
        while (scores[cluster] < best) {
          cluster++;
        }
        counts[cluster]++;
        inertia += 1 - best;
        for (int j = 0; j < dim; j++) {
          sums[cluster * dim + j] += row[j];
        }
        HashedVector vector = new HashedVector();
        vector.setHash(block.hashes()[i]);
        vector.setVector(row);
        rows.add(vector);
      }
    }
    List<FitBlock> checked = new ArrayList<>();
    FitBlock.pack(rows.iterator()).forEachRemaining(checked::add);
    FitRows.Update update = new LocalRows(checked, Metric.COSINE, SumSteps.UNIT).update(centroids);
    if (!Arrays.equals(counts, update.counts())) {
      throw new IllegalStateException("clusters of some rows must be those of the loop in double");
    }
    requireNear("inertia of some rows", inertia, update.inertia(), 1e-5 * inertia + 1e-4);
    for (int c = 0; c < k; c++) {
      double norm = norm(sums, c * dim, dim);
      for (int j = c * dim; j < (c + 1) * dim; j++) {
        double expected = counts[c] == 0 ? centroids[j] : sums[j] / norm;
        requireNear("coordinate of centroid " + c, expected, update.centroids()[j], 1e-6);
      }
    }
  }

  private static double[] scores(float[] row, float[] centroids, int dim) {
    double[] scores = new double[centroids.length / dim];
    for (int c = 0; c < scores.length; c++) {
      for (int j = 0; j < dim; j++) {
        scores[c] += row[j] * (double) centroids[c * dim + j];
      }
    }
    return scores;
  }

  private static double norm(double[] sums, int at, int dim) {
    double squares = 0;
    for (int j = at; j < at + dim; j++) {
      squares += sums[j] * sums[j];
    }
    return Math.sqrt(squares);
  }

  /** Checks that the fit on Spark and the fit in one thread agree in every bit. */
  static void same(KMeansFit local, KMeansFit spark) {
    if (!Arrays.equals(local.centroids(), spark.centroids())
        || !local.inertia().equals(spark.inertia())) {
      throw new IllegalStateException("centroids on Spark must be those of one thread");
    }
  }

  static void requireNear(String name, double expected, double actual, double most) {
    if (!(Math.abs(expected - actual) <= most)) {
      throw new IllegalStateException(
          "%s must be %s within %s, got %s".formatted(name, expected, most, actual));
    }
  }

  private AnswerChecks() {}
}

package dev.winnow.transforms.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the first centroids of a fit, independent of partitioning: rows are drawn by hashes of
 * their ids, and all sums are exact.
 */
final class Seeding {

  private static final int OVERSAMPLING = 2;

  /** Rows per cluster that fit in the driver, so that k-means++ reads all rows. */
  private static final int SMALL = 20;

  private final KMeansOptions options;
  private final PlusPlus plusPlus;

  Seeding(KMeansOptions options) {
    this.options = options;
    this.plusPlus = new PlusPlus(options.metric());
  }

  /**
   * Returns {@code float[k' * dim]}, where k' is k or, if lower, the number of distinct vectors
   * seen.
   */
  float[] centroids(FitRows rows) {
    int k = options.k();
    if (options.init() == KMeansOptions.Init.RANDOM) {
      return distinct(rows, k);
    }
    if (rows.count() <= (long) SMALL * k) {
      return plusPlus.choose(rows.sample(1), k, options.seed());
    }
    if (options.init() == KMeansOptions.Init.K_MEANS_PLUS_PLUS) {
      return plusPlus.choose(rows.sample(10.0 * k / rows.count()), k, options.seed());
    }
    return plusPlus.choose(oversample(rows), k, options.seed());
  }

  /** Returns the rows of the lowest hashes, without rows that equal an earlier one. */
  private static float[] distinct(FitRows rows, int k) {
    // If some rows are equal, the next round asks for more, up to all rows.
    for (long asked = k; ; asked = 4 * asked) {
      int count = (int) Math.min(Math.min(asked, rows.count()), Integer.MAX_VALUE);
      List<WeightedRow> lowest = rows.lowest(count);
      List<WeightedRow> unique = unique(lowest);
      if (unique.size() >= k || count == rows.count()) {
        return flat(unique.subList(0, Math.min(k, unique.size())));
      }
    }
  }

  /** Returns the candidates of k-means||, each weighted by the number of rows nearest to it. */
  private List<WeightedRow> oversample(FitRows rows) {
    List<WeightedRow> candidates = new ArrayList<>(rows.lowest(1));
    double wanted = (double) OVERSAMPLING * options.k();
    for (int round = 0; round < options.initSteps(); round++) {
      float[] centroids = flat(candidates);
      double cost = rows.tally(centroids).inertia();
      if (!(cost > 0)) {
        break;
      }
      candidates.addAll(rows.draw(centroids, wanted / cost, round));
    }
    List<WeightedRow> unique = unique(candidates);
    long[] counts = rows.tally(flat(unique)).counts();
    List<WeightedRow> weighted = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        WeightedRow row = unique.get(i);
        weighted.add(new WeightedRow(counts[i], row.hash(), row.row()));
      }
    }
    return weighted;
  }

  private static List<WeightedRow> unique(List<WeightedRow> rows) {
    Set<Floats> seen = new HashSet<>();
    List<WeightedRow> unique = new ArrayList<>();
    for (WeightedRow row : rows) {
      if (seen.add(new Floats(row.row()))) {
        unique.add(row);
      }
    }
    return unique;
  }

  /** Array of floats that compares by value. */
  private record Floats(float[] values) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats floats && Arrays.equals(values, floats.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  private static float[] flat(List<WeightedRow> rows) {
    int dim = rows.get(0).row().length;
    float[] flat = new float[Math.multiplyExact(rows.size(), dim)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).row(), 0, flat, i * dim, dim);
    }
    return flat;
  }
}

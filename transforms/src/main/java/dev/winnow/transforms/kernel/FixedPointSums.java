package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Sums, counts and distances of k clusters that do not depend on the order of the rows. Every term
 * is added as a whole number of steps ({@link SumSteps} has their size, range and bounds). Adding
 * whole numbers is associative, so partitions, threads and their order change no bit. {@link #add}
 * refuses the row that exceeds the bound of 2^26 rows a cluster.
 *
 * <p>Memory: {@code 8 k dim} bytes.
 */
public final class FixedPointSums {

  private static final DenseKernel KERNEL = Kernels.cpu();
  private static final long MAX_ROWS = 1L << 26;

  /** Share of its count below which a sum of unit vectors has no direction. */
  private static final double VANISHED = 1e-6;

  private final int k;
  private final int dim;
  private final SumSteps steps;
  private final double anchor;
  private final long[] coordinates;
  private final long[] counts;
  private final long[] distances;

  public FixedPointSums(int k, int dim, SumSteps steps) {
    if (k < 1 || dim < 1) {
      throw new IllegalArgumentException("k and dim must be at least 1, got " + k + " and " + dim);
    }
    this.k = k;
    this.dim = dim;
    this.steps = steps;
    this.anchor = steps.anchor();
    this.coordinates = new long[Math.multiplyExact(k, dim)];
    this.counts = new long[k];
    this.distances = new long[k];
  }

  /**
   * Adds one row.
   *
   * @param rows row-major floats within the range of the steps
   * @param start index of the row's first float
   * @param distance distance to the centroid, within the range of the steps
   */
  public void add(int cluster, float[] rows, int start, double distance) {
    KERNEL.addFixedPoint(rows, start, dim, coordinates, cluster * dim, anchor);
    counts[cluster]++;
    distances[cluster] += steps.distanceSteps(distance);
    check(cluster);
  }

  private void check(int cluster) {
    if (counts[cluster] > MAX_ROWS) {
      throw new IllegalStateException(
          "rows of a cluster must be at most 2^26 for exact sums, got "
              + counts[cluster]
              + "; raise k or lower fit_rows_per_centroid");
    }
  }

  /** Returns the sums of those clusters with rows whose index is in [from, to). */
  public PartialSums touched(int from, int to) {
    int[] clusters = new int[to - from];
    int n = 0;
    for (int cluster = from; cluster < to; cluster++) {
      if (counts[cluster] > 0) {
        clusters[n++] = cluster;
      }
    }
    long[] sums = new long[n * dim];
    long[] touchedCounts = new long[n];
    long[] touchedDistances = new long[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(coordinates, clusters[i] * dim, sums, i * dim, dim);
      touchedCounts[i] = counts[clusters[i]];
      touchedDistances[i] = distances[clusters[i]];
      clusters[i] -= from;
    }
    return new PartialSums(Arrays.copyOf(clusters, n), sums, touchedCounts, touchedDistances);
  }

  /** Adds the sums of other rows, of the same dimensions and steps, and returns this object. */
  public FixedPointSums add(PartialSums other) {
    for (int i = 0; i < other.clusters().length; i++) {
      int cluster = other.clusters()[i];
      for (int j = 0; j < dim; j++) {
        coordinates[cluster * dim + j] += other.coordinates()[i * dim + j];
      }
      counts[cluster] += other.counts()[i];
      distances[cluster] += other.distances()[i];
      check(cluster);
    }
    return this;
  }

  /** Returns the number of rows of each cluster. */
  public long[] counts() {
    return counts.clone();
  }

  /** Returns the sum of the distances of each cluster's rows, in steps. */
  public long[] distances() {
    return distances.clone();
  }

  /** Returns the sum of one coordinate of a cluster. */
  double coordinate(int cluster, int j) {
    return steps.coordinate(coordinates[cluster * dim + j]);
  }

  /**
   * Writes the centroid of a cluster: the mean of its rows or, under {@link Metric#COSINE}, the
   * direction of their sum.
   *
   * @param target receives {@code dim} floats, beginning at {@code at}
   * @return false, with nothing written, when the cluster is empty, or when its sum vanishes (below
   *     1e-6 of its count) and has no direction
   */
  public boolean centroid(int cluster, Metric metric, float[] target, int at) {
    if (counts[cluster] == 0) {
      return false;
    }
    double divisor = counts[cluster];
    if (metric == Metric.COSINE) {
      double squares = 0;
      for (int j = 0; j < dim; j++) {
        double v = coordinate(cluster, j);
        squares += v * v;
      }
      divisor = Math.sqrt(squares);
      if (!(divisor > VANISHED * counts[cluster])) {
        return false;
      }
    }
    for (int j = 0; j < dim; j++) {
      target[at + j] = (float) (coordinate(cluster, j) / divisor);
    }
    return true;
  }
}

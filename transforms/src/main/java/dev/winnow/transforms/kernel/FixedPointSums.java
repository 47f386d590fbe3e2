package dev.winnow.transforms.kernel;

import java.io.Serializable;

/**
 * Sums, counts and distances of k clusters that do not depend on the order of the rows.
 *
 * <p>Every term is turned into a 64-bit integer in steps of 2^-36 (coordinates, which lie in [-1,
 * 1]) or 2^-30 (distances, in [0, 2]) and added as an integer, which is associative: partitions,
 * threads and their order change no bit. A coordinate is rounded to the nearest step, a distance
 * cut to the step below. A coordinate sum stays below 2^63 for up to 2^26 rows a cluster, a
 * distance sum for up to 2^32 rows; {@link #add} refuses the row that would pass the first bound.
 */
public final class FixedPointSums implements Serializable {

  private static final DenseKernel KERNEL = Kernels.chosen();
  private static final double DISTANCE_STEPS = 0x1p30;
  private static final long MAX_ROWS = 1L << 26;

  private final int k;
  private final int dim;
  private final long[] coordinates;
  private final long[] counts;
  private final long[] distances;

  public FixedPointSums(int k, int dim) {
    if (k < 1 || dim < 1) {
      throw new IllegalArgumentException("k and dim must be at least 1, got " + k + " and " + dim);
    }
    this.k = k;
    this.dim = dim;
    this.coordinates = new long[Math.multiplyExact(k, dim)];
    this.counts = new long[k];
    this.distances = new long[k];
  }

  /**
   * Adds one row.
   *
   * @param rows row-major floats, each in [-1, 1] but for rounding
   * @param start index of the row's first float
   * @param distance cosine distance to the centroid, in [0, 2]
   */
  public void add(int cluster, float[] rows, int start, double distance) {
    if (counts[cluster] >= MAX_ROWS) {
      throw new IllegalStateException(
          "rows of cluster "
              + cluster
              + " must be at most 2^26 for exact sums; raise k or lower fit_rows_per_centroid");
    }
    KERNEL.addFixedPoint(rows, start, dim, coordinates, cluster * dim);
    counts[cluster]++;
    distances[cluster] += (long) (distance * DISTANCE_STEPS);
  }

  /** Adds the sums of other rows to these and returns these. */
  public FixedPointSums merge(FixedPointSums other) {
    if (other.k != k || other.dim != dim) {
      throw new IllegalArgumentException(
          "sums differ in shape: " + k + " x " + dim + " != " + other.k + " x " + other.dim);
    }
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] += other.coordinates[i];
    }
    for (int i = 0; i < k; i++) {
      counts[i] += other.counts[i];
      distances[i] += other.distances[i];
      if (counts[i] > MAX_ROWS) {
        throw new IllegalStateException(
            "rows of cluster "
                + i
                + " must be at most 2^26 for exact sums, got "
                + counts[i]
                + "; raise k or lower fit_rows_per_centroid");
      }
    }
    return this;
  }

  public long count(int cluster) {
    return counts[cluster];
  }

  /** Sum of the distances of a cluster's rows. */
  public double distance(int cluster) {
    return distances[cluster] / DISTANCE_STEPS;
  }

  /** Sum of all distances: the cost of the clustering. */
  public double inertia() {
    double total = 0;
    for (int i = 0; i < k; i++) {
      total += distance(i);
    }
    return total;
  }

  /**
   * Writes the unit vector of a cluster's sum.
   *
   * @param target {@code float[k * dim]}; the cluster's row is overwritten
   * @return false, with nothing written, when the cluster is empty or its sum vanishes (below 1e-6
   *     of its count), so that it has no direction
   */
  public boolean direction(int cluster, float[] target) {
    if (counts[cluster] == 0) {
      return false;
    }
    int base = cluster * dim;
    double squares = 0;
    for (int j = 0; j < dim; j++) {
      double v = coordinates[base + j] / DenseKernel.COORDINATE_STEPS;
      squares += v * v;
    }
    double norm = Math.sqrt(squares);
    if (!(norm > 1e-6 * counts[cluster])) {
      return false;
    }
    for (int j = 0; j < dim; j++) {
      target[base + j] = (float) (coordinates[base + j] / DenseKernel.COORDINATE_STEPS / norm);
    }
    return true;
  }
}

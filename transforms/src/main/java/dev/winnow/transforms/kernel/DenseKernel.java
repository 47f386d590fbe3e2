package dev.winnow.transforms.kernel;

/**
 * The inner loops of clustering. Every implementation gives the same bits, so that the machines of
 * a cluster may differ; {@link Kernels} picks one for each JVM.
 */
public interface DenseKernel {

  /** Coordinates are summed in steps of 2^-36. */
  double COORDINATE_STEPS = 0x1p36;

  /**
   * Added to a float below 2^15 in magnitude, as a double, this leaves a number in [2^16, 2^17),
   * where doubles are 2^-36 apart: its bits less those of this are the float in such steps, rounded
   * to the nearest, ties to even.
   */
  double TO_FIXED_POINT = 0x1.8p16;

  /** Such as {@code the JDK's vectors, 16 floats at a time}. */
  String name();

  /** Floats of one vector operation; 1 where the compiler decides. */
  int lanes();

  /**
   * Packs centroids for {@link NearestCentroid}.
   *
   * @param centroids {@code float[k * dim]}, row-major
   * @param bias of each centroid, added before the products; null for none
   */
  NearestCentroid nearest(float[] centroids, int dim, float[] bias);

  /**
   * Adds a row, in steps of 2^-36, to sums: {@code sums[at + j] += rows[start + j] * 2^36}.
   *
   * @param rows each float below 2^15 in magnitude; others give wrong sums
   */
  void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at);
}

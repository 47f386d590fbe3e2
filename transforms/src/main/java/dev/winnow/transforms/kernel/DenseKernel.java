package dev.winnow.transforms.kernel;

/**
 * The inner loops of clustering and of the encoders without weights. Every implementation gives the
 * same bits, so that the machines of a cluster may differ; {@link Kernels} picks one for each JVM.
 */
public interface DenseKernel {

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
   * Whether {@link #nearest} compares rows with so many centroids on another device than the CPU.
   */
  default boolean onDevice(int k, int dim) {
    return false;
  }

  /**
   * Packs columns of a matrix for {@link MatrixProduct}.
   *
   * @param matrix {@code float[depth][first + width]} at least; {@code depth} and {@code width} at
   *     least 1
   */
  MatrixProduct product(float[][] matrix, int first, int width);

  /**
   * Adds the {@link Triangle} activations of a row to sums.
   *
   * @param dots products of the row with the atoms, from {@code at}; overwritten
   * @param own squared length of the row
   * @param squares squared length of each atom
   * @param sums one for each atom
   */
  void addTriangle(float[] dots, int at, float own, float[] squares, float[] sums);

  /**
   * Adds a row to sums of whole steps. A double near {@code anchor} has the distance of one step to
   * the next double, so the bits of {@code x + anchor} less those of {@code anchor} are x in steps,
   * rounded to the nearest, ties to even.
   *
   * @param rows the row begins at {@code start}; each float below a third of {@code anchor} in
   *     magnitude, others give wrong sums
   * @param sums {@code sums[at + j] += rows[start + j]} in steps
   * @param anchor 1.5 times a power of two; a step is 2^-53 of twice that power
   */
  void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor);

  /**
   * Measures what this core can do at most: multiplications and additions per second in registers,
   * in units of 1e9, best of some short runs. Takes about a quarter of a second. NaN where the
   * compiler decides how wide operations are, so that nothing is known.
   */
  double measurePeak();
}

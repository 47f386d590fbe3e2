package dev.winnow.transforms.kernel;

/**
 * Inner loops of clustering and of the encoders without weights. All implementations give the same
 * bits, so that the machines of a cluster may differ. {@link Kernels} chooses one for each JVM.
 */
public interface DenseKernel {

  /** Returns a name for logs, such as {@code the JDK's vectors, 16 floats at a time}. */
  String name();

  /** Returns the number of floats in a vector operation; 1 where the compiler decides. */
  int lanes();

  /**
   * Packs centroids for {@link NearestCentroid}.
   *
   * @param centroids {@code float[k * dim]}, row-major
   * @param bias bias of each centroid, added before the products; null for none
   */
  NearestCentroid nearest(float[] centroids, int dim, float[] bias);

  /**
   * Returns true when {@link #nearest} compares rows with k centroids on another device than the
   * CPU.
   */
  default boolean onDevice(int k, int dim) {
    return false;
  }

  /**
   * Packs columns of a matrix for {@link MatrixProduct}.
   *
   * @param matrix {@code float[depth][first + width]} or wider; {@code depth} and {@code width} are
   *     at least 1
   */
  MatrixProduct product(float[][] matrix, int first, int width);

  /**
   * Adds the {@link Triangle} activations of a row to sums.
   *
   * @param dots products of the row with the atoms, beginning at {@code at}; overwritten
   * @param squaredLength squared length of the row
   * @param squares squared length of each atom
   * @param sums one sum for each atom
   */
  void addTriangle(float[] dots, int at, float squaredLength, float[] squares, float[] sums);

  /**
   * Adds a row to sums of whole steps. Near {@code anchor}, neighbouring doubles are one step
   * apart. So the bits of {@code x + anchor} minus those of {@code anchor} are x in steps, rounded
   * to the nearest, ties to even.
   *
   * @param rows array in which the row begins at {@code start}; each float is below a third of
   *     {@code anchor} in magnitude, since greater floats give wrong sums
   * @param sums {@code sums[at + j] += rows[start + j]} in steps
   * @param anchor 1.5 times a power of two; a step is 2^-53 of twice that power
   */
  void addFixedPoint(float[] rows, int start, int dim, long[] sums, int at, double anchor);

  /**
   * Measures the peak rate of this core: multiplications and additions per second in registers, in
   * units of 1e9, best of some short runs. It takes about a quarter of a second. Returns NaN where
   * the compiler decides the width of operations, so that the peak is unknown.
   */
  double measurePeak();
}

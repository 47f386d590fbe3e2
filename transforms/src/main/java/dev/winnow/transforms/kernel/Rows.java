package dev.winnow.transforms.kernel;

import java.util.stream.IntStream;

/**
 * Dense matrices as arrays of rows, in the one loop shape that the JIT compiler turns into vector
 * instructions: whole small arrays, four at a time. Each sum is one chain of fused multiply-adds in
 * the order of the terms, so threads and vector width change no bit.
 */
public final class Rows {

  private static final int BLOCK = 512;

  /** {@code sum += x0 r0 + x1 r1 + x2 r2 + x3 r3}; all arrays have the length of {@code sum}. */
  public static void addFour(
      float[] sum,
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      float x0,
      float x1,
      float x2,
      float x3) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] =
          Math.fma(
              x3, r3[c], Math.fma(x2, r2[c], Math.fma(x1, r1[c], Math.fma(x0, r0[c], sum[c]))));
    }
  }

  /** {@code sum += x r}. */
  public static void addOne(float[] sum, float[] r, float x) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] = Math.fma(x, r[c], sum[c]);
    }
  }

  /**
   * {@code sum += x M}: the product of a row with a matrix.
   *
   * @param x at least {@code start + matrix.length} floats
   */
  public static void multiplyAdd(float[] x, int start, float[][] matrix, float[] sum) {
    int j = 0;
    for (; j + 4 <= matrix.length; j += 4) {
      addFour(
          sum,
          matrix[j],
          matrix[j + 1],
          matrix[j + 2],
          matrix[j + 3],
          x[start + j],
          x[start + j + 1],
          x[start + j + 2],
          x[start + j + 3]);
    }
    for (; j < matrix.length; j++) {
      addOne(sum, matrix[j], x[start + j]);
    }
  }

  /** {@code A M}, row by row in parallel. */
  public static float[][] product(float[][] a, float[][] matrix) {
    int width = matrix[0].length;
    float[][] product = new float[a.length][width];
    IntStream.range(0, a.length).parallel().forEach(i -> multiplyAdd(a[i], 0, matrix, product[i]));
    return product;
  }

  /** {@code A^T A} in double: blocks of rows in float, added up in the order of the blocks. */
  public static double[][] gram(float[][] a) {
    int width = a[0].length;
    int blocks = (a.length + BLOCK - 1) / BLOCK;
    double[][] total = new double[width][width];
    int wave = 8;
    for (int first = 0; first < blocks; first += wave) {
      float[][][] parts =
          IntStream.range(first, Math.min(blocks, first + wave))
              .parallel()
              .mapToObj(block -> gramOf(a, block * BLOCK, Math.min(a.length, (block + 1) * BLOCK)))
              .toArray(float[][][]::new);
      for (float[][] part : parts) {
        for (int i = 0; i < width; i++) {
          for (int j = 0; j < width; j++) {
            total[i][j] += part[i][j];
          }
        }
      }
    }
    return total;
  }

  private static float[][] gramOf(float[][] a, int from, int to) {
    int width = a[0].length;
    float[][] gram = new float[width][width];
    int i = from;
    for (; i + 4 <= to; i += 4) {
      for (int c = 0; c < width; c++) {
        addFour(
            gram[c],
            a[i],
            a[i + 1],
            a[i + 2],
            a[i + 3],
            a[i][c],
            a[i + 1][c],
            a[i + 2][c],
            a[i + 3][c]);
      }
    }
    for (; i < to; i++) {
      for (int c = 0; c < width; c++) {
        addOne(gram[c], a[i], a[i][c]);
      }
    }
    return gram;
  }

  private Rows() {}
}

package dev.winnow.transforms.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Operations on dense matrices as arrays of rows. Each sum is one chain of fused multiply-adds in
 * the order of the terms, so threads and vector width change no bit. Sums of a few rows use the
 * only loop shape that the JIT compiler turns into vector instructions: whole small arrays, four at
 * a time.
 */
public final class Rows {

  private static final int BLOCK = 512;

  /** Number of blocks whose sums are held at once. */
  private static final int WAVE = 8;

  /** Adds {@code x0 r0 + x1 r1 + x2 r2 + x3 r3} to sums; all arrays have the same length. */
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

  /** Adds {@code x r} to sums. */
  public static void addOne(float[] sum, float[] r, float x) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] = Math.fma(x, r[c], sum[c]);
    }
  }

  /**
   * Adds {@code x M}, the product of a row with a matrix, to sums.
   *
   * @param x array in which the row begins at {@code start}
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

  /** Returns {@code A M}, in parallel by chunks of rows. */
  public static float[][] product(float[][] a, float[][] matrix) {
    MatrixProduct product = MatrixProduct.of(matrix);
    float[][] results = new float[a.length][];
    IntStream.range(0, (a.length + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int first = block * BLOCK;
              multiply(a, first, Math.min(a.length, first + BLOCK), product, results);
            });
    return results;
  }

  private static void multiply(
      float[][] a, int first, int last, MatrixProduct product, float[][] results) {
    int depth = product.depth();
    int width = product.width();
    float[] rows = new float[(last - first) * depth];
    for (int i = first; i < last; i++) {
      System.arraycopy(a[i], 0, rows, (i - first) * depth, depth);
    }
    float[] sums = new float[(last - first) * width];
    product.add(rows, 0, last - first, sums, 0);
    for (int i = first; i < last; i++) {
      int at = (i - first) * width;
      results[i] = Arrays.copyOfRange(sums, at, at + width);
    }
  }

  /**
   * Returns {@code A^T A} in double: products of blocks of rows in float, added up in the order of
   * the blocks.
   */
  public static double[][] gram(float[][] a) {
    int width = a[0].length;
    return summed(
        a.length,
        width,
        width,
        (from, to) -> {
          SymmetricProducts products = new SymmetricProducts(width);
          products.add(Arrays.copyOfRange(a, from, to));
          return products.matrix();
        });
  }

  /**
   * Returns {@code A^T B} in double, like {@link #gram(float[][])}; both have the same number of
   * rows.
   */
  public static double[][] gram(float[][] a, float[][] b) {
    int height = a[0].length;
    int width = b[0].length;
    return summed(
        a.length,
        height,
        width,
        (from, to) -> {
          float[] sums = new float[height * width];
          MatrixProduct.of(Arrays.copyOfRange(b, from, to))
              .add(turned(Arrays.copyOfRange(a, from, to), 0, height), 0, height, sums, 0);
          return IntStream.range(0, height)
              .mapToObj(i -> Arrays.copyOfRange(sums, i * width, (i + 1) * width))
              .toArray(float[][]::new);
        });
  }

  private interface Block {
    float[][] sums(int from, int to);
  }

  private static double[][] summed(int n, int height, int width, Block of) {
    int blocks = (n + BLOCK - 1) / BLOCK;
    double[][] total = new double[height][width];
    for (int first = 0; first < blocks; first += WAVE) {
      float[][][] parts =
          IntStream.range(first, Math.min(blocks, first + WAVE))
              .parallel()
              .mapToObj(block -> of.sums(block * BLOCK, Math.min(n, (block + 1) * BLOCK)))
              .toArray(float[][][]::new);
      for (float[][] part : parts) {
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            total[i][j] += part[i][j];
          }
        }
      }
    }
    return total;
  }

  /** Returns some columns as rows: {@code float[columns * rows.length]}. */
  static float[] turned(float[][] rows, int first, int columns) {
    float[] turned = new float[columns * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows.length + i] = rows[i][first + c];
      }
    }
    return turned;
  }

  private Rows() {}
}

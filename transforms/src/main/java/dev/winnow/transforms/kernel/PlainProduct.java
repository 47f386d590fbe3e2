package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Matrix products in plain Java. The matrix is packed in panels of at most {@value #PANEL} columns,
 * so that the inner loop runs over whole small arrays, the only loop shape that the JIT compiler
 * turns into vector instructions.
 */
final class PlainProduct implements MatrixProduct {

  private static final int PANEL = 256;

  private final int width;

  /** {@code [panel][depth][columns of the panel]}. */
  private final float[][][] packed;

  PlainProduct(float[][] matrix, int first, int width) {
    this.width = width;
    this.packed = new float[(width + PANEL - 1) / PANEL][matrix.length][];
    for (int panel = 0; panel < packed.length; panel++) {
      int from = first + panel * PANEL;
      int to = Math.min(first + width, from + PANEL);
      for (int j = 0; j < matrix.length; j++) {
        packed[panel][j] = Arrays.copyOfRange(matrix[j], from, to);
      }
    }
  }

  @Override
  public int depth() {
    return packed[0].length;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void add(float[] rows, int from, int n, float[] sums, int to) {
    for (int panel = 0; panel < packed.length; panel++) {
      float[] sum = new float[packed[panel][0].length];
      for (int i = 0; i < n; i++) {
        int at = to + i * width + panel * PANEL;
        System.arraycopy(sums, at, sum, 0, sum.length);
        Rows.multiplyAdd(rows, from + i * depth(), packed[panel], sum);
        System.arraycopy(sum, 0, sums, at, sum.length);
      }
    }
  }
}

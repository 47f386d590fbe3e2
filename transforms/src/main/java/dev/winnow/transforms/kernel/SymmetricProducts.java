package dev.winnow.transforms.kernel;

import java.util.stream.IntStream;

/**
 * Adds up {@code X^T X} of rows that come in blocks, in float. It computes half of the products, by
 * panels of columns, since the other half mirrors them bit by bit. Each sum is one chain of fused
 * multiply-adds in the order of the rows, with one writer, so threads change no bit.
 *
 * <p>Memory: {@code 2 width^2} bytes and twice the rows of a call, and {@code 4 width^2} more in
 * {@link #matrix}.
 */
public final class SymmetricProducts {

  private static final int PANEL = 256;

  private final int width;

  /** Sums of the columns of panel a with those of panel b, at [b][a] for a at most b. */
  private final float[][][] sums;

  /**
   * @param width length of the rows, at least 1
   */
  public SymmetricProducts(int width) {
    this.width = width;
    this.sums = new float[(width + PANEL - 1) / PANEL][][];
    for (int b = 0; b < sums.length; b++) {
      sums[b] = new float[b + 1][];
      for (int a = 0; a <= b; a++) {
        sums[b][a] = new float[columns(a) * columns(b)];
      }
    }
  }

  private int columns(int panel) {
    return Math.min(PANEL, width - panel * PANEL);
  }

  /** Adds the products of some rows, each of length {@code width}. */
  public void add(float[][] rows) {
    if (rows.length == 0) {
      return;
    }
    int panels = sums.length;
    MatrixProduct[] products = new MatrixProduct[panels];
    float[][] turned = new float[panels][];
    IntStream.range(0, panels)
        .parallel()
        .forEach(
            panel -> {
              products[panel] = MatrixProduct.of(rows, panel * PANEL, columns(panel));
              turned[panel] = Rows.turned(rows, panel * PANEL, columns(panel));
            });
    IntStream.range(0, panels * panels)
        .parallel()
        .forEach(
            pair -> {
              int a = pair % panels;
              int b = pair / panels;
              if (a <= b) {
                products[b].add(turned[a], 0, columns(a), sums[b][a], 0);
              }
            });
  }

  /** Returns the whole symmetric matrix, {@code float[width][width]}. */
  public float[][] matrix() {
    float[][] matrix = new float[width][width];
    for (int b = 0; b < sums.length; b++) {
      for (int a = 0; a <= b; a++) {
        int columns = columns(b);
        for (int i = 0; i < columns(a); i++) {
          System.arraycopy(sums[b][a], i * columns, matrix[a * PANEL + i], b * PANEL, columns);
        }
      }
    }
    for (int a = 0; a < width; a++) {
      for (int c = 0; c < a; c++) {
        matrix[a][c] = matrix[c][a];
      }
    }
    return matrix;
  }
}

package dev.winnow.transforms.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Adds up {@code X^T X} of rows that come in blocks, in float: half of the products, by panels of
 * columns, since the other half mirrors them bit by bit. Each sum is one chain of fused
 * multiply-adds in the order of the rows, with one writer, so threads change no bit.
 *
 * <p>Memory: {@code 2 width^2} bytes, and {@code 4 width^2} more in {@link #matrix}.
 */
public final class SymmetricProducts {

  private static final int PANEL = 256;

  private final int width;

  /** The sums of row a with the columns of panel b, at [a][b]; null left of the diagonal. */
  private final float[][][] sums;

  /**
   * @param width length of the rows, at least 1
   */
  public SymmetricProducts(int width) {
    this.width = width;
    int panels = (width + PANEL - 1) / PANEL;
    this.sums = new float[width][panels][];
    for (int a = 0; a < width; a++) {
      for (int b = a / PANEL; b < panels; b++) {
        sums[a][b] = new float[Math.min(PANEL, width - b * PANEL)];
      }
    }
  }

  /** Adds the products of some rows, each of the width. */
  public void add(float[][] rows) {
    float[][][] pieces = new float[sums[0].length][rows.length][];
    for (int b = 0; b < pieces.length; b++) {
      for (int i = 0; i < rows.length; i++) {
        pieces[b][i] = Arrays.copyOfRange(rows[i], b * PANEL, Math.min(width, (b + 1) * PANEL));
      }
    }
    IntStream.range(0, width)
        .parallel()
        .forEach(
            a -> {
              for (int b = a / PANEL; b < pieces.length; b++) {
                add(sums[a][b], rows, a, pieces[b]);
              }
            });
  }

  private static void add(float[] sum, float[][] rows, int a, float[][] pieces) {
    int i = 0;
    for (; i + 4 <= rows.length; i += 4) {
      Rows.addFour(
          sum,
          pieces[i],
          pieces[i + 1],
          pieces[i + 2],
          pieces[i + 3],
          rows[i][a],
          rows[i + 1][a],
          rows[i + 2][a],
          rows[i + 3][a]);
    }
    for (; i < rows.length; i++) {
      Rows.addOne(sum, pieces[i], rows[i][a]);
    }
  }

  /** The whole symmetric matrix, {@code float[width][width]}. */
  public float[][] matrix() {
    float[][] matrix = new float[width][width];
    for (int a = 0; a < width; a++) {
      for (int b = a / PANEL; b < sums[a].length; b++) {
        System.arraycopy(sums[a][b], 0, matrix[a], b * PANEL, sums[a][b].length);
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

package dev.winnow.transforms.kernel;

/**
 * Products of rows with a matrix that is packed once.
 *
 * <p>Each element is one chain of float fused multiply-adds over the depth in order. So its bits
 * depend only on the row and the column, not on tiling, on the number of rows in a call, or on the
 * width of the machine's vectors. Any number of threads may use one instance.
 */
public interface MatrixProduct {

  /**
   * Packs a matrix.
   *
   * @param matrix {@code float[depth][width]}, both at least 1
   */
  static MatrixProduct of(float[][] matrix) {
    return of(matrix, 0, matrix[0].length);
  }

  /**
   * Packs {@code width} columns of a matrix.
   *
   * @param matrix {@code float[depth][first + width]} or wider
   * @param first first column
   */
  static MatrixProduct of(float[][] matrix, int first, int width) {
    return Kernels.chosen().product(matrix, first, width);
  }

  /**
   * Packs rows as the columns of a matrix, for products of other rows with them.
   *
   * @param rows {@code float[n * depth]}, row-major, at least one row
   */
  static MatrixProduct ofRows(float[] rows, int depth) {
    return ofRows(rows, 0, rows.length / depth, depth);
  }

  /**
   * Packs {@code n} rows from the row {@code first} on as the columns of a matrix.
   *
   * @param rows {@code float[first * depth + n * depth]} at least, row-major
   */
  static MatrixProduct ofRows(float[] rows, int first, int n, int depth) {
    float[][] columns = new float[depth][n];
    for (int i = 0; i < n; i++) {
      int at = (first + i) * depth;
      for (int j = 0; j < depth; j++) {
        columns[j][i] = rows[at + j];
      }
    }
    return of(columns, 0, n);
  }

  /** Returns the length of the rows. */
  int depth();

  /** Returns the number of columns. */
  int width();

  /**
   * Adds the products to sums: {@code sums[to + i * width + c] += sum of rows[from + i * depth + j]
   * * matrix[j][c]}.
   *
   * @param n number of rows
   */
  void add(float[] rows, int from, int n, float[] sums, int to);
}

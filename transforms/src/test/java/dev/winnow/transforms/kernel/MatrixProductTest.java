package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares both kernels with a loop of fused multiply-adds. */
class MatrixProductTest {

  private static float[][] matrix(int depth, int width) {
    float[][] matrix = new float[depth][];
    for (int j = 0; j < depth; j++) {
      matrix[j] = TestKernels.floats(width, 100 + j);
    }
    return matrix;
  }

  /** Sizes around panels, lanes, tiles, slices and blocks of rows. */
  @ParameterizedTest(name = "depth {0}, columns {1} to {2}, {3} rows")
  @CsvSource({
    "1,0,1,1",
    "5,2,3,9",
    "4,0,16,10",
    "8,1,17,11",
    "3,0,32,15",
    "9,5,33,16",
    "2,0,49,25",
    "7,3,255,31",
    "33,0,257,9",
    "500,7,40,23",
    "193,0,64,1033"
  })
  void everyKernelAddsOneChainOfFusedMultiplyAdds(int depth, int first, int width, int n) {
    float[][] matrix = matrix(depth, first + width);
    float[] rows = TestKernels.floats(3 + n * depth, 2);
    float[] start = TestKernels.floats(5 + n * width + 4, 3);
    float[] expected = start.clone();
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < width; c++) {
        float sum = start[5 + i * width + c];
        for (int j = 0; j < depth; j++) {
          sum = Math.fma(rows[3 + i * depth + j], matrix[j][first + c], sum);
        }
        expected[5 + i * width + c] = sum;
      }
    }
    for (DenseKernel kernel : TestKernels.BOTH) {
      float[] sums = start.clone();
      kernel.product(matrix, first, width).add(rows, 3, n, sums, 5);
      assertArrayEquals(expected, sums, kernel.name());
    }
  }

  @Test
  void theNumberOfRowsInACallChangesNoBit() {
    float[][] matrix = matrix(70, 90);
    float[] rows = TestKernels.floats(64 * 70, 4);
    for (DenseKernel kernel : TestKernels.BOTH) {
      MatrixProduct product = kernel.product(matrix, 0, 90);
      float[] together = new float[64 * 90];
      product.add(rows, 0, 64, together, 0);
      float[] apart = new float[64 * 90];
      for (int i = 0; i < 64; i += 3) {
        product.add(rows, i * 70, Math.min(3, 64 - i), apart, i * 90);
      }
      assertArrayEquals(together, apart, kernel.name());
    }
  }

  @Test
  void productsOfWholeMatricesAreThoseOfTheirRows() {
    float[][] a = matrix(700, 6);
    float[][] m = matrix(6, 19);
    float[][] product = Rows.product(a, m);
    for (int i = 0; i < a.length; i++) {
      float[] row = new float[19];
      Rows.multiplyAdd(a[i], 0, m, row);
      assertArrayEquals(row, product[i], "row " + i + " of " + Arrays.toString(a[i]));
    }
  }
}

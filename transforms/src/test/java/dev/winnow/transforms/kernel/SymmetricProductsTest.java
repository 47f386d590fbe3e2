package dev.winnow.transforms.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricProductsTest {

  @Test
  void addsUpThePlainProductsInTheOrderOfTheRowsWhateverTheBlocks() {
    int width = 300;
    Random random = new Random(3);
    float[][] rows = new float[23][width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    SymmetricProducts products = new SymmetricProducts(width);
    products.add(Arrays.copyOfRange(rows, 0, 9));
    products.add(Arrays.copyOfRange(rows, 9, 23));
    float[][] matrix = products.matrix();
    for (int a = 0; a < width; a++) {
      for (int b = 0; b < width; b++) {
        float sum = 0;
        for (float[] row : rows) {
          sum = Math.fma(row[a], row[b], sum);
        }
        assertEquals(sum, matrix[a][b]);
      }
    }
  }
}

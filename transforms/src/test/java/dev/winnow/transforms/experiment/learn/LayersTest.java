package dev.winnow.transforms.experiment.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the ways back of layers with differences of their ways forward. */
class LayersTest {

  private static final HashedDraws DRAWS = HashedDraws.of(3);
  private static final int ROWS = 3;

  @Test
  void gradientsOfADenseLayerAreThoseOfDifferences() {
    check(new Dense(new Weights(5, 4, 1, DRAWS)), 5);
  }

  @Test
  void gradientsOfAConvolutionAreThoseOfDifferences() {
    Labelled.Shape picture = new Labelled.Shape(4, 3, 2);
    check(new Convolution(picture, new Weights(18, 2, 1, DRAWS)), 24);
  }

  @Test
  void gradientsOfAPoolAndARectifierAreThoseOfDifferences() {
    check(new MaxPool(new Labelled.Shape(5, 4, 2)), 40);
    check(new Rectifier(7), 7);
  }

  @Test
  void aConvolutionWithOneWeightMovesThePicture() {
    Weights weights = new Weights(9, 1, 0, DRAWS);
    // The weight of the pixel above.
    weights.values[1][0] = 1;
    float[] out =
        new Convolution(new Labelled.Shape(3, 2, 1), weights)
            .forward(new float[] {1, 2, 3, 4, 5, 6}, 1);
    assertArrayEquals(new float[] {0, 0, 1, 2, 3, 4}, Arrays.copyOf(out, 6));
  }

  @Test
  void aPoolKeepsTheLargestOfEachSquareAndLeavesOutTheOddRow() {
    float[] out =
        new MaxPool(new Labelled.Shape(3, 4, 1))
            .forward(new float[] {1, 5, 2, 2, 3, 4, 2, 7, 9, 9, 9, 9}, 1);
    assertArrayEquals(new float[] {5, 7}, Arrays.copyOf(out, 2));
  }

  @Test
  void theFirstStepOfAdamMovesEachWeightByTheRate() {
    Weights weights = new Weights(1, 2, 0, DRAWS);
    weights.gradient[0][0] = 100;
    weights.gradient[0][1] = -0.01f;
    weights.step(1, 0.5, 0);
    assertEquals(-0.5, weights.values[0][0], 1e-5);
    assertEquals(0.5, weights.values[0][1], 1e-4);
    assertEquals(0, weights.gradient[0][0]);
  }

  @Test
  void decayShrinksWeightsAndNotBiases() {
    Weights weights = new Weights(1, 1, 0, DRAWS);
    weights.values[0][0] = 2;
    weights.bias()[0] = 2;
    weights.step(1, 0.1, 0.5);
    assertEquals(1.9, weights.values[0][0], 1e-6);
    assertEquals(2, weights.bias()[0]);
  }

  /** The loss is the sum of the outputs, each times a fixed number. */
  private static void check(Layer layer, int inputs) {
    float[] in = numbers(ROWS * inputs, 10);
    float[] slopes = numbers(ROWS * layer.outputs(), 20);
    layer.forward(in, ROWS);
    float[] found = layer.backward(slopes.clone(), ROWS, false).clone();
    for (int i = 0; i < in.length; i++) {
      assertEquals(slope(layer, in, slopes, in, i), found[i], 2e-2, "input " + i);
    }
    if (layer.weights() == null) {
      return;
    }
    for (float[] row : List.of(layer.weights().values)) {
      int index = List.of(layer.weights().values).indexOf(row);
      for (int o = 0; o < row.length; o++) {
        assertEquals(
            slope(layer, in, slopes, row, o),
            layer.weights().gradient[index][o],
            2e-2,
            "weight " + index + ", " + o);
      }
    }
  }

  private static double slope(Layer layer, float[] in, float[] slopes, float[] moved, int at) {
    float before = moved[at];
    float step = 1e-2f;
    moved[at] = before + step;
    double up = loss(layer, in, slopes);
    moved[at] = before - step;
    double down = loss(layer, in, slopes);
    moved[at] = before;
    return (up - down) / (2 * step);
  }

  private static double loss(Layer layer, float[] in, float[] slopes) {
    float[] out = layer.forward(in, ROWS);
    double sum = 0;
    for (int i = 0; i < slopes.length; i++) {
      sum += (double) out[i] * slopes[i];
    }
    return sum;
  }

  private static float[] numbers(int count, int part) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) DRAWS.part(part).normal(i);
    }
    return numbers;
  }
}

package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.Arrays;

/**
 * Weights of one layer with their gradient, and the optimiser's memory of it. The last row holds
 * the biases.
 *
 * <p>The optimiser is Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay
 * (Loshchilov and Hutter 2019, algorithm 2). Biases do not decay.
 */
final class Weights {

  private static final float MEMORY = 0.9f;
  private static final float SQUARE_MEMORY = 0.999f;
  private static final float LEAST = 1e-8f;

  /** {@code float[inputs + 1][outputs]}. */
  final float[][] values;

  /** Gradient of the loss by the weights; set to 0 by each step. */
  final float[][] gradient;

  private final float[][] mean;
  private final float[][] square;

  /**
   * Draws weights of variance 2 / inputs (He et al. 2015, equation 10) and biases of 0.
   *
   * @param gain factor on the weights; 0 for a layer whose loss is convex
   */
  Weights(int inputs, int outputs, double gain, HashedDraws draws) {
    values = new float[inputs + 1][outputs];
    gradient = new float[inputs + 1][outputs];
    mean = new float[inputs + 1][outputs];
    square = new float[inputs + 1][outputs];
    double deviation = gain * Math.sqrt(2.0 / inputs);
    for (int i = 0; i < inputs && gain > 0; i++) {
      for (int o = 0; o < outputs; o++) {
        values[i][o] = (float) (deviation * draws.normal((long) i * outputs + o));
      }
    }
  }

  int inputs() {
    return values.length - 1;
  }

  int outputs() {
    return values[0].length;
  }

  float[] bias() {
    return values[inputs()];
  }

  /** Returns the weights without the biases, for a product with them. */
  float[][] matrix() {
    return Arrays.copyOf(values, inputs());
  }

  /**
   * Moves the weights against the gradient, and sets it to 0.
   *
   * @param step number of the step, from 1
   */
  void step(long step, double rate, double decay) {
    float scale =
        (float)
            (rate
                * Math.sqrt(1 - StrictMath.pow(SQUARE_MEMORY, step))
                / (1 - StrictMath.pow(MEMORY, step)));
    for (int i = 0; i < values.length; i++) {
      float keep = i < inputs() ? (float) (1 - rate * decay) : 1;
      step(values[i], gradient[i], mean[i], square[i], scale, keep);
    }
  }

  private static void step(
      float[] values, float[] gradient, float[] mean, float[] square, float scale, float keep) {
    for (int o = 0; o < values.length; o++) {
      float slope = gradient[o];
      float m = MEMORY * mean[o] + (1 - MEMORY) * slope;
      float v = SQUARE_MEMORY * square[o] + (1 - SQUARE_MEMORY) * slope * slope;
      mean[o] = m;
      square[o] = v;
      values[o] = keep * values[o] - scale * m / ((float) Math.sqrt(v) + LEAST);
      gradient[o] = 0;
    }
  }
}

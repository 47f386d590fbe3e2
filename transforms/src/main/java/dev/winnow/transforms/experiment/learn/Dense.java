package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.Arrays;

/**
 * Layer of full connections. A convolution is one too: on patches of a picture, each patch a row.
 */
final class Dense implements Layer {

  /** Rows whose columns fit into the caches of a core. */
  private static final int BLOCK = 256;

  private final Weights weights;
  private float[] in = {};
  private float[] out = {};
  private float[] turned = {};
  private float[] inGradient = {};

  Dense(Weights weights) {
    this.weights = weights;
  }

  @Override
  public int outputs() {
    return weights.outputs();
  }

  @Override
  public float[] forward(float[] rows, int n) {
    in = rows;
    int outputs = outputs();
    out = atLeast(out, n * outputs);
    float[] bias = weights.bias();
    for (int i = 0; i < n; i++) {
      System.arraycopy(bias, 0, out, i * outputs, outputs);
    }
    MatrixProduct.of(weights.matrix()).add(rows, 0, n, out, 0);
    return out;
  }

  @Override
  public float[] backward(float[] outGradient, int n, boolean first) {
    int inputs = weights.inputs();
    int outputs = outputs();
    float[] bias = weights.gradient[inputs];
    float[] sums = new float[inputs * outputs];
    turned = atLeast(turned, BLOCK * inputs);
    for (int from = 0; from < n; from += BLOCK) {
      int rows = Math.min(BLOCK, n - from);
      float[][] slopes = new float[rows][outputs];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(outGradient, (from + i) * outputs, slopes[i], 0, outputs);
        for (int o = 0; o < outputs; o++) {
          bias[o] += slopes[i][o];
        }
      }
      turn(from, rows);
      MatrixProduct.of(slopes).add(turned, 0, inputs, sums, 0);
    }
    for (int j = 0; j < inputs; j++) {
      float[] row = weights.gradient[j];
      for (int o = 0; o < outputs; o++) {
        row[o] += sums[j * outputs + o];
      }
    }
    if (first) {
      return null;
    }
    inGradient = atLeast(inGradient, n * inputs);
    Arrays.fill(inGradient, 0, n * inputs, 0);
    float[][] across = new float[outputs][inputs];
    for (int j = 0; j < inputs; j++) {
      for (int o = 0; o < outputs; o++) {
        across[o][j] = weights.values[j][o];
      }
    }
    MatrixProduct.of(across).add(outGradient, 0, n, inGradient, 0);
    return inGradient;
  }

  /** Writes a block of the inputs column by column. */
  private void turn(int from, int rows) {
    int inputs = weights.inputs();
    for (int i = 0; i < rows; i++) {
      int at = (from + i) * inputs;
      for (int j = 0; j < inputs; j++) {
        turned[j * rows + i] = in[at + j];
      }
    }
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public double flops() {
    return 2.0 * weights.inputs() * weights.outputs();
  }

  /** Returns the array, or a new one if it is too short. */
  static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}

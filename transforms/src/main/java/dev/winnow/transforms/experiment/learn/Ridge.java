package dev.winnow.transforms.experiment.learn;

import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.Arrays;

/**
 * Ridge regression of one-hot labels on standardised features, in closed form. The penalty grows
 * with the rows and with the features, so that few rows in many dimensions are not fitted exactly.
 * The logits are the outputs times the factor that gives the training rows the lowest
 * cross-entropy.
 *
 * <p>Products are summed in float over blocks of rows and in double over blocks.
 */
final class Ridge implements Classifier {

  private static final double PENALTY_OF_ROW = 0.03;
  private static final double PENALTY_OF_FEATURE = 0.3;
  private static final int BLOCK = 512;

  private final Standardised features;
  private final int classes;
  private final float[][] weights;
  private final double[] bias;
  private final double sharpness;
  private final double flops;

  Ridge(Standardised features, int[] train) {
    this.features = features;
    this.classes = features.data().classes();
    int width = features.width();
    int[] labels = features.data().labels();
    double[][] normal = new double[width][width];
    double[][] targets = new double[width][classes];
    bias = new double[classes];
    for (int row : train) {
      bias[labels[row]] += 1.0 / train.length;
    }
    float[] rows = new float[BLOCK * width];
    for (int from = 0; from < train.length; from += BLOCK) {
      int n = Math.min(BLOCK, train.length - from);
      features.fill(train, from, n, rows);
      float[][] right = new float[n][];
      float[] turned = new float[n * width];
      for (int i = 0; i < n; i++) {
        right[i] = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
        int label = labels[train[from + i]];
        for (int j = 0; j < width; j++) {
          turned[j * n + i] = right[i][j];
          targets[j][label] += right[i][j];
        }
      }
      float[] sums = new float[width * width];
      MatrixProduct.of(right).add(turned, 0, width, sums, 0);
      for (int j = 0; j < width; j++) {
        for (int k = 0; k < width; k++) {
          normal[j][k] += sums[j * width + k];
        }
      }
    }
    for (int j = 0; j < width; j++) {
      normal[j][j] += PENALTY_OF_ROW * train.length + PENALTY_OF_FEATURE * width;
    }
    double[][] solution = PositiveDefinite.solve(normal, targets);
    weights = new float[width][classes];
    for (int j = 0; j < width; j++) {
      for (int c = 0; c < classes; c++) {
        weights[j][c] = (float) solution[j][c];
      }
    }
    flops =
        2.0 * train.length * width * (width + classes)
            + StrictMath.pow(width, 3) / 3
            + 2.0 * width * width * classes;
    sharpness = Evaluation.sharpness(this::outputs, features.data(), train);
  }

  private double[] outputs(int[] rows, int from, int n) {
    float[] filled = new float[n * features.width()];
    features.fill(rows, from, n, filled);
    float[] sums = new float[n * classes];
    MatrixProduct.of(weights).add(filled, 0, n, sums, 0);
    double[] outputs = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      outputs[i] = sums[i] + bias[i % classes];
    }
    return outputs;
  }

  @Override
  public double[] logits(int[] rows, int from, int n) {
    double[] outputs = outputs(rows, from, n);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] *= sharpness;
    }
    return outputs;
  }

  @Override
  public long steps() {
    return 1;
  }

  @Override
  public double flops() {
    return flops;
  }
}

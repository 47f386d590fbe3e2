package dev.winnow.transforms.experiment.learn;

import java.util.Arrays;

/**
 * Features brought to mean 0 and variance 1 by the training rows alone, so that no test row has a
 * part in the training. A vector has a mean and a variance for each feature. A picture has one of
 * each for all of its pixels, since pixels at its edge often don't vary. A feature that does not
 * vary becomes 0.
 */
final class Standardised {

  private final Labelled data;
  private final float[] mean;
  private final float[] scale;

  /**
   * @param train indices of the training rows
   */
  Standardised(Labelled data, int[] train) {
    this.data = data;
    int width = data.width();
    double[] sum = new double[width];
    for (int row : train) {
      for (int j = 0, at = row * width; j < width; j++) {
        sum[j] += data.values()[at + j];
      }
    }
    share(sum, train.length);
    double[] square = new double[width];
    for (int row : train) {
      for (int j = 0, at = row * width; j < width; j++) {
        double centred = data.values()[at + j] - sum[j];
        square[j] += centred * centred;
      }
    }
    share(square, train.length);
    mean = new float[width];
    scale = new float[width];
    for (int j = 0; j < width; j++) {
      mean[j] = (float) sum[j];
      double deviation = Math.sqrt(square[j]);
      // Rounding leaves a constant feature a variance that is tiny, but not 0.
      scale[j] = deviation > 1e-6 * Math.abs(sum[j]) ? (float) (1 / deviation) : 0;
    }
  }

  /** Divides sums by the rows; for a picture, gives every pixel the mean over all pixels. */
  private void share(double[] sums, int rows) {
    double total = 0;
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= rows;
      total += sums[j];
    }
    if (data.shape() != null) {
      Arrays.fill(sums, total / sums.length);
    }
  }

  Labelled data() {
    return data;
  }

  int width() {
    return data.width();
  }

  /** Writes {@code n} standardised rows, row-major, to the begin of an array. */
  void fill(int[] rows, int from, int n, float[] to) {
    int width = data.width();
    float[] values = data.values();
    for (int i = 0; i < n; i++) {
      int at = rows[from + i] * width;
      int into = i * width;
      for (int j = 0; j < width; j++) {
        to[into + j] = (values[at + j] - mean[j]) * scale[j];
      }
    }
  }
}

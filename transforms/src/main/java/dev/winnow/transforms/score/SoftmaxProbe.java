package dev.winnow.transforms.score;

/**
 * One linear layer and a softmax. Weights are {@code float[(dim + 1) * classes]}: first those of
 * the first coordinate for every class, then those of the next coordinate, and the biases last. So
 * the inner loops run over classes and become vector instructions without changing the order of any
 * sum.
 */
final class SoftmaxProbe {

  private final int classes;
  private final int dim;
  private final float[] logits;
  private final float[] errors;
  private final double[] probabilities;

  SoftmaxProbe(int classes, int dim) {
    this.classes = classes;
    this.dim = dim;
    this.logits = new float[classes];
    this.errors = new float[classes];
    this.probabilities = new double[classes];
  }

  static int size(int classes, int dim) {
    return Math.multiplyExact(dim + 1, classes);
  }

  /** Returns the most probable class of a row, ties to the lower. */
  int predicted(float[] weights, float[] rows, int start) {
    forward(weights, rows, start);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  /** Returns the probabilities of a row's classes, in an array that the next call overwrites. */
  double[] probabilities(float[] weights, float[] rows, int start) {
    forward(weights, rows, start);
    float highest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      // StrictMath has the same bits on every machine.
      probabilities[c] = StrictMath.exp((double) logits[c] - highest);
      sum += probabilities[c];
    }
    for (int c = 0; c < classes; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }

  /** Makes one step of gradient descent on the cross-entropy of one row. */
  void learn(float[] weights, float[] rows, int start, int label, double rate) {
    double[] p = probabilities(weights, rows, start);
    for (int c = 0; c < classes; c++) {
      errors[c] = (float) (rate * ((c == label ? 1 : 0) - p[c]));
    }
    for (int j = 0; j <= dim; j++) {
      float x = j < dim ? rows[start + j] : 1;
      int at = j * classes;
      for (int c = 0; c < classes; c++) {
        weights[at + c] += x * errors[c];
      }
    }
  }

  private void forward(float[] weights, float[] rows, int start) {
    System.arraycopy(weights, dim * classes, logits, 0, classes);
    for (int j = 0; j < dim; j++) {
      float x = rows[start + j];
      int at = j * classes;
      for (int c = 0; c < classes; c++) {
        logits[c] += x * weights[at + c];
      }
    }
  }
}

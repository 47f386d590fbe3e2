package dev.winnow.transforms.experiment.learn;

import java.util.BitSet;

/** Errors of a trained proxy on test rows. */
final class Evaluation {

  private static final int BLOCK = 256;
  private static final int BINS = 15;
  private static final double MOST = 20;
  private static final int STEPS = 60;
  private static final double ENOUGH = 1e-10;

  private final double[][] logits;
  private final int[] labels;

  /**
   * @param logits unnormalised log-probabilities of each test row
   * @param labels class of each test row
   */
  Evaluation(double[][] logits, int[] labels) {
    this.logits = logits;
    this.labels = labels;
  }

  /** Scores of rows, as {@link Classifier#logits}. */
  @FunctionalInterface
  interface Scores {
    double[] of(int[] rows, int from, int n);
  }

  static Measurement of(Classifier classifier, Labelled data, int[] test) {
    return on(classifier::logits, data, test).measure(classifier.steps(), classifier.flops());
  }

  /** Returns the factor on scores that gives some rows the lowest cross-entropy, in [1/20, 20]. */
  static double sharpness(Scores scores, Labelled data, int[] rows) {
    return on(scores, data, rows).bestSharpness();
  }

  private static Evaluation on(Scores scores, Labelled data, int[] rows) {
    double[][] logits = new double[rows.length][data.classes()];
    int[] labels = new int[rows.length];
    for (int from = 0; from < rows.length; from += BLOCK) {
      int n = Math.min(BLOCK, rows.length - from);
      double[] block = scores.of(rows, from, n);
      for (int i = 0; i < n; i++) {
        System.arraycopy(block, i * data.classes(), logits[from + i], 0, data.classes());
        labels[from + i] = data.labels()[rows[from + i]];
      }
    }
    return new Evaluation(logits, labels);
  }

  Measurement measure(long steps, double flops) {
    int classes = logits[0].length;
    int[] rows = new int[classes];
    int[] wrong = new int[classes];
    BitSet errors = new BitSet(labels.length);
    for (int i = 0; i < labels.length; i++) {
      rows[labels[i]]++;
      if (first(logits[i]) != labels[i]) {
        wrong[labels[i]]++;
        errors.set(i);
      }
    }
    double worst = 0;
    for (int c = 0; c < classes; c++) {
      worst = rows[c] == 0 ? worst : Math.max(worst, (double) wrong[c] / rows[c]);
    }
    double sharpness = bestSharpness();
    return new Measurement(
        (double) errors.cardinality() / labels.length,
        worst,
        crossEntropy(1),
        calibrationError(1),
        1 / sharpness,
        calibrationError(sharpness),
        steps,
        flops,
        errors);
  }

  private static int first(double[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      best = row[c] > row[best] ? c : best;
    }
    return best;
  }

  private double[] probabilities(int row, double sharpness) {
    double[] scaled = logits[row].clone();
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] *= sharpness;
    }
    Softmax.normalise(scaled);
    return scaled;
  }

  /** Returns the mean cross-entropy of the logits times a factor. */
  double crossEntropy(double sharpness) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] scaled = logits[i].clone();
      for (int c = 0; c < scaled.length; c++) {
        scaled[c] *= sharpness;
      }
      double of = scaled[labels[i]];
      sum += Softmax.normalise(scaled) - of;
    }
    return sum / labels.length;
  }

  /** Returns the expected calibration error of the logits times a factor. */
  private double calibrationError(double sharpness) {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    for (int i = 0; i < labels.length; i++) {
      double[] probabilities = probabilities(i, sharpness);
      int best = first(logits[i]);
      // Bins are open below and closed above.
      int bin = Math.max(0, (int) Math.ceil(probabilities[best] * BINS) - 1);
      bin = Math.min(bin, BINS - 1);
      confidence[bin] += probabilities[best];
      right[bin] += best == labels[i] ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return sum / labels.length;
  }

  /**
   * Returns the factor on the logits with the lowest cross-entropy, the inverse of the temperature.
   * The cross-entropy is convex in it, so Newton's steps on its derivative, kept within a bracket,
   * find it.
   */
  private double bestSharpness() {
    double low = 1 / MOST;
    double high = MOST;
    double sharpness = 1;
    for (int step = 0; step < STEPS && high - low > ENOUGH * high; step++) {
      double slope = 0;
      double curvature = 0;
      for (int i = 0; i < labels.length; i++) {
        double[] probabilities = probabilities(i, sharpness);
        double mean = 0;
        double square = 0;
        for (int c = 0; c < probabilities.length; c++) {
          mean += probabilities[c] * logits[i][c];
          square += probabilities[c] * logits[i][c] * logits[i][c];
        }
        slope += mean - logits[i][labels[i]];
        curvature += square - mean * mean;
      }
      if (slope > 0) {
        high = sharpness;
      } else {
        low = sharpness;
      }
      double next = sharpness - slope / curvature;
      boolean inside = next > low && next < high;
      double moved = inside ? next : Math.sqrt(low * high);
      if (Math.abs(moved - sharpness) <= ENOUGH * sharpness) {
        return moved;
      }
      sharpness = moved;
    }
    return sharpness;
  }
}

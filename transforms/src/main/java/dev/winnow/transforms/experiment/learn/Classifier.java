package dev.winnow.transforms.experiment.learn;

/** A trained proxy: one score for each class. Used by one thread at a time. */
interface Classifier {

  /**
   * Returns the unnormalised log-probabilities of some rows, {@code double[n * classes]},
   * row-major.
   *
   * @param rows indices of the rows
   * @param from place in the indices of the first row
   * @param n number of rows
   */
  double[] logits(int[] rows, int from, int n);

  /** Returns the steps of the optimiser that trained it; 1 for a closed form. */
  long steps();

  /** Returns the floating-point operations of the training, estimated from shapes and steps. */
  double flops();
}

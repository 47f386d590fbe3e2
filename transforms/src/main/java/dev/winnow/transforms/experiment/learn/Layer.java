package dev.winnow.transforms.experiment.learn;

/**
 * One layer of a network on rows of numbers. Keeps what its way back needs from its way forward.
 */
interface Layer {

  /** Returns the numbers of a row that it gives. */
  int outputs();

  /**
   * Computes the outputs of some rows.
   *
   * @param in {@code float[n * inputs]} at least, row-major
   * @return {@code float[n * outputs]} at least, row-major; the next call overwrites it
   */
  float[] forward(float[] in, int n);

  /**
   * Adds the gradient of the loss by its weights, for the rows of the last {@link #forward}.
   *
   * @param outGradient gradient by the outputs
   * @param first true for the first layer of a network, whose inputs need no gradient
   * @return gradient by the inputs; null for the first layer
   */
  float[] backward(float[] outGradient, int n, boolean first);

  /** Returns its weights; null for a layer without. */
  Weights weights();

  /** Returns the floating-point operations of {@link #forward} for one row. */
  double flops();
}

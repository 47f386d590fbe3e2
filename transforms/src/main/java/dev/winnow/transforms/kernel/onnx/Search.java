package dev.winnow.transforms.kernel.onnx;

import java.nio.FloatBuffer;

/** Finds the greatest scores of rows, with the roundings of the device that computes them. */
interface Search extends AutoCloseable {

  /**
   * Searches for the greatest scores of n rows.
   *
   * @param rows {@code n * depth} floats from the buffer's position to its limit, in the layout of
   *     {@link NearestGraph}
   */
  FoundScores run(FloatBuffer rows, int n);

  @Override
  void close();
}

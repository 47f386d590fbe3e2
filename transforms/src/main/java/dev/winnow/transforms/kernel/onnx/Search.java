package dev.winnow.transforms.kernel.onnx;

import java.nio.FloatBuffer;

/** Finds the greatest scores of rows, with the roundings of whatever computes them. */
interface Search extends AutoCloseable {

  /**
   * @param rows {@code n * depth} floats from the buffer's position to its limit, as {@link
   *     NearestGraph} has them
   */
  Found run(FloatBuffer rows, int n);

  @Override
  void close();
}

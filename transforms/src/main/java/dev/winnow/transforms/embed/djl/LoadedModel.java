package dev.winnow.transforms.embed.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.util.List;

/** Model in the memory of one device. Any number of threads may use it. */
interface LoadedModel extends AutoCloseable {

  /**
   * Returns the names and shapes of the inputs; a shape is null or empty if the engine does not
   * know it.
   */
  PairList<String, Shape> inputs();

  /** Returns true if an input takes 16-bit floats. */
  default boolean isHalf(String input) {
    return false;
  }

  /** Opens a runner for one task. */
  Runner open();

  @Override
  void close();

  /** Runs the model for one task, in one thread at a time. */
  interface Runner extends AutoCloseable {

    /**
     * Runs one batch.
     *
     * @param batch tensors of all inputs, with the same number of rows
     * @throws OutOfDeviceMemory if this batch is too large for the device
     */
    ModelOutput run(List<Tensor> batch);

    @Override
    void close();
  }
}

package dev.winnow.transforms.embed.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.util.List;

/** A model in the memory of one device. Any number of threads may use it. */
interface LoadedModel extends AutoCloseable {

  /** Names and shapes of the inputs; a shape is null, or empty, where the engine doesn't tell. */
  PairList<String, Shape> inputs();

  /** Whether an input takes floats of 16 bits. */
  default boolean isHalf(String input) {
    return false;
  }

  /** One task's way to run it. */
  Runner open();

  @Override
  void close();

  /** Runs the model, in one thread at a time. */
  interface Runner extends AutoCloseable {

    /**
     * @param batch all inputs, with the same number of rows
     * @throws OutOfDeviceMemory when this batch is too large for the device
     */
    ModelOutput run(List<Tensor> batch);

    @Override
    void close();
  }
}

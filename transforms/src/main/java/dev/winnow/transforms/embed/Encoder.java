package dev.winnow.transforms.embed;

import java.util.List;
import java.util.function.Consumer;

/**
 * Turns texts or images into vectors. The vector of an input depends on that input alone: its bits
 * are the same alone, first, last or among others. Instances may be used by several threads at
 * once.
 */
public interface Encoder extends AutoCloseable {

  /**
   * The name that the {@code embeddings} table stores: the method, and what tells two fits apart.
   */
  String name();

  /** Length of every vector. */
  int dim();

  /**
   * Returns one {@code float[dim]} per input, in the order of the inputs, not normalised. A zero or
   * non-finite vector is returned as it is; the caller refuses that row.
   *
   * @throws IllegalArgumentException when an input is of the wrong modality
   */
  float[][] encode(List<EncoderInput> inputs);

  /** One task's use of this encoder, in two threads at most; any number may be open at once. */
  default EncoderTask open() {
    return new EncoderTask() {
      @Override
      public int window(int batch) {
        return batch;
      }

      @Override
      public void prepare(List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs) {
        runs.accept(() -> System.arraycopy(encode(inputs), 0, vectors, 0, vectors.length));
      }

      @Override
      public void close() {
        // Nothing is a task's own.
      }
    };
  }

  /** Frees native memory, if any; idempotent. */
  @Override
  void close();
}

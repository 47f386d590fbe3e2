package dev.winnow.transforms.embed;

import java.util.List;
import java.util.function.Consumer;

/**
 * Turns texts or images into vectors. The vector of an input depends on that input alone: it has
 * the same bits in every batch and at every position. Several threads may use one instance at the
 * same time.
 */
public interface Encoder extends AutoCloseable {

  /**
   * Returns the name for the {@code embeddings} table: the method, and a part that differs between
   * two fits.
   */
  String name();

  /** Returns the length of every vector. */
  int dim();

  /**
   * Returns the settings that its files or the recipe gave it, in words, each with its origin;
   * empty for an encoder without any.
   */
  default List<String> settings() {
    return List.of();
  }

  /**
   * Returns one {@code float[dim]} per input, in the order of the inputs, not normalised. A zero or
   * non-finite vector is returned unchanged; the caller refuses that row.
   *
   * @throws IllegalArgumentException if an input has the wrong modality
   */
  float[][] encode(List<EncoderInput> inputs);

  /**
   * Opens this encoder for one task, which uses it in at most two threads. Any number of tasks may
   * be open at the same time.
   */
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
        // The task holds nothing.
      }
    };
  }

  /** Frees native memory, if any; idempotent. */
  @Override
  void close();
}

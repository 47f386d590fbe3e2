package dev.winnow.transforms.embed;

import java.util.List;

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

  /** Frees native memory, if any; idempotent. */
  @Override
  void close();
}

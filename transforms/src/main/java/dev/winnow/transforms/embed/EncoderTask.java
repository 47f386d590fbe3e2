package dev.winnow.transforms.embed;

import java.util.List;
import java.util.function.Consumer;

/**
 * One task's use of an encoder: what needs no model can be done in one thread, ahead of the model
 * in another. Closed with its task; the encoder stays.
 */
public interface EncoderTask extends AutoCloseable {

  /**
   * Inputs to give to {@link #prepare} at once: the batch itself, or many batches where inputs of
   * one size are run together.
   *
   * @param batch rows of a run that were asked for
   */
  int window(int batch);

  /**
   * Prepares inputs and hands over each run of the model as soon as it is ready. When all runs are
   * done, in their order and in one thread, {@code vectors[i]} is the vector of {@code
   * inputs.get(i)}, not normalised.
   *
   * @param vectors one place per input
   * @param runs may block; called in the calling thread
   * @throws IllegalArgumentException when an input is of the wrong modality
   */
  void prepare(List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs);

  /** Frees what the task alone used; idempotent. */
  @Override
  void close();
}

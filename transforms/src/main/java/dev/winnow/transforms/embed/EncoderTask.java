package dev.winnow.transforms.embed;

import dev.winnow.transforms.image.ImageRejected;
import java.util.List;
import java.util.function.Consumer;

/**
 * Use of an encoder by one task. One thread prepares inputs without the model while another thread
 * runs the model. Closed at the end of the task; the encoder stays open.
 */
public interface EncoderTask extends AutoCloseable {

  /**
   * Returns the number of inputs for one call of {@link #prepare}: one batch, or many batches for
   * an encoder that runs inputs of one size together.
   *
   * @param batch requested rows per run
   */
  int window(int batch);

  /**
   * Returns the reason why an input can't be encoded; null if it can. Called in the thread that
   * prepares; an input with a reason must not reach {@link #prepare}.
   */
  default ImageRejected refusal(EncoderInput input) {
    return null;
  }

  /**
   * Prepares inputs and hands over each run of the model as soon as it is ready. The receiver
   * executes the runs in their order and in one thread. After the last one, {@code vectors[i]} is
   * the vector of {@code inputs.get(i)}, not normalised.
   *
   * @param vectors array with one element per input
   * @param runs receiver of the runs; may block, and is called in the calling thread
   * @throws IllegalArgumentException if an input has the wrong modality
   */
  void prepare(List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs);

  /** Frees the resources of the task; idempotent. */
  @Override
  void close();
}

package dev.winnow.transforms.embed.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.kernel.OutOfDeviceMemory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Model loaded by DJL. Its arrays are freed batch by batch, its predictors at the end of their
 * tasks.
 */
final class DjlModel implements LoadedModel {

  private final ZooModel<NDList, NDList> model;
  private final PairList<String, Shape> inputs;
  private final Set<String> halves;
  private final String output;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param halves names of the inputs of 16-bit floats
   * @param output name of the output; null for the first
   */
  DjlModel(
      ZooModel<NDList, NDList> model,
      PairList<String, Shape> inputs,
      Set<String> halves,
      String output) {
    this.model = model;
    this.inputs = inputs;
    this.halves = halves;
    this.output = output;
  }

  @Override
  public PairList<String, Shape> inputs() {
    return inputs;
  }

  @Override
  public boolean isHalf(String input) {
    return halves.contains(input);
  }

  @Override
  public Runner open() {
    Predictor<NDList, NDList> predictor = model.newPredictor();
    return new Runner() {
      @Override
      public ModelOutput run(List<Tensor> batch) {
        return DjlModel.this.run(predictor, batch);
      }

      @Override
      public void close() {
        predictor.close();
      }
    };
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      model.close();
    }
  }

  private ModelOutput run(Predictor<NDList, NDList> predictor, List<Tensor> batch) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList inputs = new NDList();
      for (Tensor tensor : batch) {
        NDArray array = manager.create(tensor.data(), tensor.shape(), tensor.type());
        array.setName(tensor.name());
        inputs.add(array);
      }
      try (NDList outputs = predictor.predict(inputs)) {
        NDArray chosen = chosen(outputs);
        return new ModelOutput(chosen.toFloatArray(), chosen.getShape().getShape());
      }
    } catch (TranslateException | RuntimeException e) {
      if (OutOfDeviceMemory.isReportedBy(e)) {
        throw new OutOfDeviceMemory(
            "one row of this model needs more memory than the device has; use embed.device: cpu or"
                + " a smaller max_length",
            e);
      }
      if (e instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new ModelUnsupported(
          "embed.model must run on its inputs, "
              + model.getName()
              + " fails on "
              + batch.stream()
                  .map(tensor -> tensor.name() + " of " + tensor.shape())
                  .collect(Collectors.joining(", "))
              + "; for texts, check that tokenizer.json is that of the model, and set"
              + " embed.max_length to its number of positions at most; run with --debug for the"
              + " words of its engine",
          e);
    }
  }

  /** Returns the output of the requested name, or the first output. */
  private NDArray chosen(NDList outputs) {
    if (output == null) {
      return outputs.get(0);
    }
    for (NDArray candidate : outputs) {
      if (output.equals(candidate.getName())) {
        return candidate;
      }
    }
    throw new ModelUnsupported(
        "embed.output must be an output of the model, got "
            + output
            + "; the outputs are "
            + outputs.stream().map(NDArray::getName).sorted().collect(Collectors.joining(", ")));
  }
}

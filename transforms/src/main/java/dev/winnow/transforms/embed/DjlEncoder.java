package dev.winnow.transforms.embed;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.util.PairList;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Any ONNX model through DJL's ONNX Runtime engine: images, or texts where a tokenizer.json lies
 * beside the model.
 *
 * <p>The model always runs on the same shapes: batches are padded to the full batch, texts to a
 * length that follows from their own tokens. So a row's bits do not depend on its neighbours.
 * Native memory is freed batch by batch. Any number of threads may encode at once; each takes a
 * predictor of its own. Offline: nothing is fetched.
 */
public final class DjlEncoder implements Encoder {

  private final DjlOptions options;
  private final ModelFiles files;
  private final ZooModel<NDList, NDList> model;
  private final Queue<Predictor<NDList, NDList>> predictors = new ConcurrentLinkedQueue<>();
  private final List<String> inputNames;
  private final Batches batches;
  private final int dim;

  private DjlEncoder(DjlOptions options, ModelFiles files) {
    this.options = options;
    this.files = files;
    this.model = load(options, files);
    PairList<String, Shape> inputs = model.describeInput();
    this.inputNames = inputs.keys();
    this.batches =
        files.has(ModelFiles.TOKENIZER)
            ? new TextBatches(files, options, inputNames)
            : new ImageBatches(files, options, inputNames.get(0), inputs.get(0).getValue());
    this.dim = batches.encode(List.of(batches.example()), this::run)[0].length;
  }

  /**
   * Loads a model.
   *
   * @throws ModelRejected when its sha256 is not the pinned one
   * @throws DeviceUnavailable when a GPU is asked for and there is none
   * @throws IllegalArgumentException when it has no such output
   * @throws UncheckedIOException when it can't be read
   */
  public static DjlEncoder load(DjlOptions options) {
    // Before the engine starts: no download, and no second engine for array arithmetic.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
    return new DjlEncoder(options, ModelFiles.copy(options));
  }

  @Override
  public String name() {
    return "djl-" + files.name() + "-" + files.sha256().substring(0, 12);
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs) {
    return batches.encode(inputs, this::run);
  }

  @Override
  public void close() {
    Predictor<NDList, NDList> predictor = predictors.poll();
    while (predictor != null) {
      predictor.close();
      predictor = predictors.poll();
    }
    model.close();
  }

  /** One run of the model on whole tensors; returns the chosen output as floats with its shape. */
  private Output run(List<Tensor> tensors) {
    Predictor<NDList, NDList> pooled = predictors.poll();
    Predictor<NDList, NDList> predictor = pooled != null ? pooled : model.newPredictor();
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList inputs = new NDList();
      for (Tensor tensor : tensors) {
        NDArray array = manager.create(tensor.data(), tensor.shape(), tensor.type());
        array.setName(tensor.name());
        inputs.add(array);
      }
      try (NDList outputs = predictor.predict(inputs)) {
        NDArray output = chosen(outputs);
        return new Output(output.toFloatArray(), output.getShape().getShape());
      }
    } catch (TranslateException e) {
      throw new IllegalStateException("model " + name() + " failed on a batch", e);
    } finally {
      predictors.add(predictor);
    }
  }

  /** The output asked for, by its name; the first one when none is asked for. */
  private NDArray chosen(NDList outputs) {
    if (options.output() == null) {
      return outputs.get(0);
    }
    for (NDArray output : outputs) {
      if (options.output().equals(output.getName())) {
        return output;
      }
    }
    throw new IllegalArgumentException(
        "embed.output must be an output of the model, got "
            + options.output()
            + "; the outputs are "
            + outputs.stream().map(NDArray::getName).sorted().collect(Collectors.joining(", ")));
  }

  private static ZooModel<NDList, NDList> load(DjlOptions options, ModelFiles files) {
    Device device = device(options.device());
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(files.folder())
            .optModelName("model")
            .optEngine("OnnxRuntime")
            .optDevice(device)
            .optOption("intraOpNumThreads", String.valueOf(options.threads()))
            .optOption("interOpNumThreads", "1")
            .optTranslator(new NoopTranslator(null))
            .build();
    try {
      return criteria.loadModel();
    } catch (IOException e) {
      throw new UncheckedIOException("embed.model must be readable, it is not", e);
    } catch (ModelNotFoundException | MalformedModelException e) {
      throw new IllegalArgumentException(
          "embed.model must be an ONNX model, " + options.model() + " is not: " + e.getMessage(),
          e);
    }
  }

  private static Device device(String asked) {
    int gpus = asked.equals("cpu") ? 0 : Engine.getEngine("OnnxRuntime").getGpuCount();
    if (asked.equals("gpu") && gpus == 0) {
      throw new DeviceUnavailable(
          "embed.device gpu needs a GPU and onnxruntime_gpu on the class path, this machine has none;"
              + " set embed.device: cpu to run slower");
    }
    return gpus > 0 ? Device.gpu(0) : Device.cpu();
  }

  /** A named input of the model. */
  record Tensor(String name, java.nio.Buffer data, Shape shape, DataType type) {}

  /** An output: row-major floats. */
  record Output(float[] values, long[] shape) {}

  /** Runs the model. */
  interface Runner {
    Output run(List<Tensor> tensors);
  }

  /** Turns inputs into fixed shapes and outputs into vectors. */
  interface Batches {
    float[][] encode(List<EncoderInput> inputs, Runner runner);

    /** Some input, to learn the length of the vectors. */
    EncoderInput example();
  }
}

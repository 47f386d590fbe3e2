package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.EncoderTask;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.model.ModelRejected;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.image.ImageRejected;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Encoder that runs a model through DJL: ONNX on ONNX Runtime, or TorchScript on PyTorch. It
 * encodes texts if a tokenizer.json lies beside the model, otherwise images.
 *
 * <p>The model always runs on the same shapes. Batches of images are padded to the full batch. A
 * text is padded to a length that follows from its number of tokens, and a batch of texts to a
 * number of rows that follows from this length. A model that quantises by the range of a run's
 * values runs one row at a time, and texts without padding. Therefore a row's bits do not depend on
 * its neighbours. A GPU runs one batch at a time, in halves if its memory runs out, and its bits
 * may differ from the CPU's. Native memory is freed batch by batch. Any number of tasks may encode
 * at the same time. Works offline: nothing is downloaded.
 */
public final class DjlEncoder implements Encoder {

  private final DjlOptions options;
  private final ModelFiles files;
  private final LoadedModel model;
  private final Batches batches;
  private final GpuShare gpu;
  private final int dim;

  /**
   * @param device device that holds the model
   */
  DjlEncoder(
      DjlOptions options, ModelFiles files, Device device, LoadedModel model, Batches batches) {
    this.options = options;
    this.files = files;
    this.model = model;
    this.batches = batches;
    this.gpu = device.isGpu() ? new GpuShare(device.getDeviceId()) : null;
    this.dim = encode(List.of(batches.example()))[0].length;
  }

  /**
   * Loads a model on the device of the options.
   *
   * @throws ModelRejected if its sha256 is not the pinned one, or its files are not safe to load
   * @throws EngineUnavailable if its engine is not on the class path
   * @throws DeviceUnavailable if the options ask for a GPU and there is none
   * @throws ModelUnsupported if the model lacks the requested output, or its files ask for a step
   *     that is not understood
   * @throws IllegalArgumentException if the requested engine can't run it
   * @throws UncheckedIOException if the model can't be read
   */
  public static DjlEncoder load(DjlOptions options) {
    ModelFiles files = ModelFiles.copy(options);
    boolean done = false;
    try {
      DjlEncoder encoder = load(options, files, DjlModelLoader.device(options, files));
      done = true;
      return encoder;
    } finally {
      if (!done) {
        files.delete();
      }
    }
  }

  /** Loads a model from copied files, which stay in place if this fails. */
  static DjlEncoder load(DjlOptions options, ModelFiles files, Device device) {
    LoadedModel model = DjlModelLoader.load(options, files, device);
    boolean done = false;
    try {
      DjlEncoder encoder =
          new DjlEncoder(options, files, device, model, batches(options, files, model));
      done = true;
      return encoder;
    } finally {
      if (!done) {
        model.close();
      }
    }
  }

  static Batches batches(DjlOptions options, ModelFiles files, LoadedModel model) {
    PairList<String, Shape> inputs = model.inputs();
    boolean alone = DjlModelLoader.scalesByRun(files);
    return files.has(ModelFiles.TOKENIZER)
        ? TextTokens.load(files, options, inputs.keys(), alone)
        : new ImageBatches(
            files,
            alone ? options.withBatch(1) : options,
            inputs.get(0).getKey(),
            inputs.get(0).getValue(),
            model.isHalf(inputs.get(0).getKey()));
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
  public List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (!files.others().isEmpty()) {
      settings.add(files.source() + ", not " + String.join(" or ", files.others()));
    }
    settings.addAll(batches.settings());
    return settings;
  }

  @Override
  public EncoderTask open() {
    LoadedModel.Runner runner = model.open();
    LoadedModel.Runner shared = gpu == null ? runner : new Shared(gpu, runner);
    return new EncoderTask() {
      @Override
      public int window(int batch) {
        return batches.window();
      }

      @Override
      public ImageRejected refusal(EncoderInput input) {
        return batches.refusal(input);
      }

      @Override
      public void prepare(List<EncoderInput> inputs, float[][] vectors, Consumer<Runnable> runs) {
        batches.prepare(inputs, vectors, shared, runs);
      }

      @Override
      public void close() {
        shared.close();
      }
    };
  }

  private record Shared(GpuShare gpu, LoadedModel.Runner runner) implements LoadedModel.Runner {

    @Override
    public ModelOutput run(List<Tensor> batch) {
      return gpu.run(batch, runner);
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  @Override
  public float[][] encode(List<EncoderInput> inputs) {
    float[][] vectors = new float[inputs.size()][];
    try (EncoderTask task = open()) {
      int window = task.window(options.batch());
      for (int from = 0; from < vectors.length; from += window) {
        int n = Math.min(window, vectors.length - from);
        float[][] some = new float[n][];
        task.prepare(inputs.subList(from, from + n), some, Runnable::run);
        System.arraycopy(some, 0, vectors, from, n);
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    model.close();
    files.delete();
  }

  /** Turns inputs into tensors of fixed shapes and outputs into vectors. */
  interface Batches {

    /** Returns the number of inputs for one call of {@link #prepare}. */
    int window();

    /** Returns a reason as {@link EncoderTask#refusal} does. */
    default ImageRejected refusal(EncoderInput input) {
      return null;
    }

    /** Prepares inputs like {@link EncoderTask#prepare}. */
    void prepare(
        List<EncoderInput> inputs,
        float[][] vectors,
        LoadedModel.Runner runner,
        Consumer<Runnable> runs);

    /** Returns a sample input, from which the encoder learns the length of the vectors. */
    EncoderInput example();

    /** Returns the settings in words, once an input was encoded. */
    default List<String> settings() {
      return List.of();
    }
  }
}

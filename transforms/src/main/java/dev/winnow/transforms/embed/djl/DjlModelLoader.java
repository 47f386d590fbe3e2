package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.PairList;
import ai.djl.util.cuda.CudaUtils;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.winnow.transforms.embed.model.DjlEngine;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.embed.model.ModelUnsupported;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import dev.winnow.transforms.task.TaskDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads copied models on their engine, without any download. */
final class DjlModelLoader {

  /**
   * Loads a model.
   *
   * @throws EngineUnavailable if its engine is not on the class path, or can't start
   * @throws ModelUnsupported if the engine can't read the model
   */
  static LoadedModel load(DjlOptions options, ModelFiles files, Device device) {
    DjlEngine kind = files.engine();
    engine(options, kind);
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(files.folder())
            .optModelName(files.file())
            .optEngine(kind.djlName())
            .optDevice(device)
            .optOption("intraOpNumThreads", String.valueOf(options.threads()))
            .optOption("interOpNumThreads", "1")
            // Only PyTorch knows this option: it allows a module that was saved on another device.
            .optOption("mapLocation", "true")
            .optTranslator(new NoopTranslator(null))
            .build();
    try {
      ZooModel<NDList, NDList> model = criteria.loadModel();
      Map<String, OnnxInputTypes.Input> types = types(files);
      return new DjlModel(model, inputs(model, files, types), halves(types), options.output());
    } catch (IOException e) {
      throw new UncheckedIOException("embed.model must be readable, it is not", e);
    } catch (ModelNotFoundException | MalformedModelException e) {
      throw new ModelUnsupported(
          "embed.model must be "
              + kind.models()
              + ", "
              + options.model()
              + " is not; run with --debug for the words of its engine",
          e);
    }
  }

  /** Returns the types of the inputs by name; none for TorchScript, which has no types. */
  private static Map<String, OnnxInputTypes.Input> types(ModelFiles files) throws IOException {
    if (files.engine() == DjlEngine.PYTORCH) {
      return Map.of();
    }
    try (InputStream model = Files.newInputStream(files.folder().resolve(files.file()))) {
      return OnnxInputTypes.read(model);
    }
  }

  private static Set<String> halves(Map<String, OnnxInputTypes.Input> types) {
    return types.entrySet().stream()
        .filter(type -> type.getValue().isHalf())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Returns true if a row's output depends on the other rows of its run. */
  static boolean scalesByRun(ModelFiles files) {
    if (files.engine() == DjlEngine.PYTORCH) {
      return false;
    }
    try (InputStream model = Files.newInputStream(files.folder().resolve(files.file()))) {
      return OnnxDynamicScales.isIn(model);
    } catch (IOException e) {
      throw new UncheckedIOException("embed.model must be readable, it is not", e);
    }
  }

  /**
   * Returns the names and shapes of a model's inputs, in their order; a shape is null if the model
   * gives none. TorchScript has neither: here an image model takes one tensor, and a text model
   * takes the ids and the mask.
   */
  private static PairList<String, Shape> inputs(
      ZooModel<NDList, NDList> model, ModelFiles files, Map<String, OnnxInputTypes.Input> types) {
    PairList<String, Shape> inputs = new PairList<>();
    if (files.engine() != DjlEngine.PYTORCH) {
      for (String name : model.describeInput().keys()) {
        OnnxInputTypes.Input type = types.get(name);
        inputs.add(name, type == null || type.dims().length == 0 ? null : new Shape(type.dims()));
      }
      return inputs;
    }
    if (files.has(ModelFiles.TOKENIZER)) {
      inputs.add("input_ids", null);
      inputs.add("attention_mask", null);
    } else {
      inputs.add("input", null);
    }
    return inputs;
  }

  /**
   * Returns the device for the calling task, on the engine of these files.
   *
   * @throws EngineUnavailable if the engine is not on the class path, or can't start
   * @throws DeviceUnavailable if the options ask for a GPU and there is none
   */
  static Device device(DjlOptions options, ModelFiles files) {
    boolean cpu = options.device().equals("cpu");
    int gpus = cpu ? 0 : gpus(options, files.engine());
    return TaskDevice.of(
        options.device(),
        gpus,
        files.engine() == DjlEngine.PYTORCH ? "PyTorch for CUDA" : "onnxruntime_gpu");
  }

  /**
   * Returns the number of GPUs that an engine can use. DJL asks ONNX Runtime by loading its CUDA
   * libraries, which logs warnings where that fails. So it is asked only on a machine with a GPU,
   * with a build of ONNX Runtime for CUDA.
   */
  private static int gpus(DjlOptions options, DjlEngine kind) {
    Engine engine = engine(options, kind);
    boolean asks =
        kind == DjlEngine.PYTORCH
            || OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
                && CudaUtils.getGpuCount() > 0;
    return asks ? engine.getGpuCount() : 0;
  }

  private static Engine engine(DjlOptions options, DjlEngine kind) {
    if (kind == DjlEngine.PYTORCH) {
      configure();
      return PyTorchRuntime.start(options.threads());
    }
    return onnxRuntime();
  }

  /** Starts ONNX Runtime, or returns the engine if it runs. */
  static Engine onnxRuntime() {
    configure();
    return Engine.getEngine(DjlEngine.ONNXRUNTIME.djlName());
  }

  /** Set before an engine starts: no download, and no second engine for array arithmetic. */
  private static void configure() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.onnx.disable_alternative", "true");
  }

  private DjlModelLoader() {}
}

package dev.winnow.transforms.embed.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options for loading and running a model. Equal options share one loaded model.
 *
 * @param model path or URI of an ONNX or TorchScript file, of a folder with {@code model.onnx} or
 *     {@code model.pt}, or of a zip, tar or tar.gz archive of such a folder, on any Hadoop file
 *     system
 * @param sha256 required hex digest of the model, one of those of {@link ModelDigest}; null for any
 * @param output name of the model's output; null for the first
 * @param pooling mean, cls, last or none; null for the pooling of the model's configs, or mean
 * @param prefix prefix of every text; null for the prompt
 * @param prompt name of a prompt of the model's configs; null for the default one, if any
 * @param maxLength largest number of tokens of a text; null for the limit of the model's configs
 * @param device auto, cpu or gpu
 * @param engine onnxruntime, pytorch, or auto for the engine of the model's file
 * @param batch rows of every run of the model; a run with fewer inputs is padded
 * @param threads threads of one operator
 * @param preprocessing overrides of preprocessor_config.json, under the keys of that file
 * @param hadoop settings of the Hadoop file systems for the model
 */
public record DjlOptions(
    String model,
    String sha256,
    String output,
    String pooling,
    String prefix,
    String prompt,
    Integer maxLength,
    String device,
    String engine,
    int batch,
    int threads,
    Map<String, Object> preprocessing,
    Map<String, String> hadoop)
    implements Serializable {

  public DjlOptions {
    if (batch < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "batch and threads must be at least 1, got " + batch + " and " + threads);
    }
    if (!DjlEngine.isWord(engine)) {
      throw new IllegalArgumentException(
          "engine must be auto, onnxruntime or pytorch, got " + engine);
    }
    preprocessing = new TreeMap<>(preprocessing);
    hadoop = new TreeMap<>(hadoop);
  }

  /** Creates options without a chosen prompt. */
  public DjlOptions(
      String model,
      String sha256,
      String output,
      String pooling,
      String prefix,
      Integer maxLength,
      String device,
      String engine,
      int batch,
      int threads,
      Map<String, Object> preprocessing,
      Map<String, String> hadoop) {
    this(
        model,
        sha256,
        output,
        pooling,
        prefix,
        null,
        maxLength,
        device,
        engine,
        batch,
        threads,
        preprocessing,
        hadoop);
  }

  /** Creates options without a chosen prompt, with the engine {@code auto}. */
  public DjlOptions(
      String model,
      String sha256,
      String output,
      String pooling,
      String prefix,
      Integer maxLength,
      String device,
      int batch,
      int threads,
      Map<String, Object> preprocessing,
      Map<String, String> hadoop) {
    this(
        model,
        sha256,
        output,
        pooling,
        prefix,
        maxLength,
        device,
        DjlEngine.AUTO,
        batch,
        threads,
        preprocessing,
        hadoop);
  }

  /** Returns these options with another device. */
  public DjlOptions withDevice(String otherDevice) {
    return with(otherDevice, batch);
  }

  /** Returns these options with another number of rows of every run. */
  public DjlOptions withBatch(int rows) {
    return with(device, rows);
  }

  private DjlOptions with(String otherDevice, int rows) {
    return new DjlOptions(
        model,
        sha256,
        output,
        pooling,
        prefix,
        prompt,
        maxLength,
        otherDevice,
        engine,
        rows,
        threads,
        preprocessing,
        hadoop);
  }

  /** Returns the default options for a local model: CPU, batches of 16, one thread. */
  public static DjlOptions local(String model) {
    return new DjlOptions(model, null, null, null, null, null, "cpu", 16, 1, Map.of(), Map.of());
  }
}

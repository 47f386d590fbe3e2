package dev.winnow.transforms.embed.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to load and how to run it. Equal options mean the same loaded model.
 *
 * @param model path or URI of an ONNX or TorchScript file, of a folder with {@code model.onnx} or
 *     {@code model.pt}, or of a zip, tar or tar.gz archive of such a folder, on any Hadoop file
 *     system
 * @param sha256 hex digest that the model must have, by {@link ModelDigest}; null for any
 * @param output name of the output; null for the first
 * @param pooling mean, cls, last or none; null for mean where the output is per token
 * @param prefix put before every text; null for none
 * @param maxLength most tokens of a text; null for the tokenizer's own limit, or 256
 * @param device auto, cpu or gpu
 * @param engine auto, for what the model's file is made for; onnxruntime or pytorch
 * @param batch rows of every run of the model, padded where there are fewer
 * @param threads of one operator
 * @param preprocessing overrides of preprocessor_config.json, by its own keys
 * @param hadoop settings of the file systems that the model may lie on
 */
public record DjlOptions(
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

  /** Options with the engine that the model's file is made for. */
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

  /** The same on another device. */
  public DjlOptions on(String otherDevice) {
    return new DjlOptions(
        model,
        sha256,
        output,
        pooling,
        prefix,
        maxLength,
        otherDevice,
        engine,
        batch,
        threads,
        preprocessing,
        hadoop);
  }

  /** A local model with the defaults. */
  public static DjlOptions local(String model) {
    return new DjlOptions(model, null, null, null, null, null, "cpu", 16, 1, Map.of(), Map.of());
  }
}

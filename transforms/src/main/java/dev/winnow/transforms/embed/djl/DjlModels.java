package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cache of loaded models: one per executor JVM, set of options and device. A model lives as long as
 * the JVM.
 */
public final class DjlModels {

  private record Key(DjlOptions options, Device device) {}

  private static final Map<Key, Encoder> LOADED = new ConcurrentHashMap<>();
  private static final Map<DjlOptions, ModelFiles> FILES = new ConcurrentHashMap<>();

  /**
   * Description of an encoder, which remains when its model is closed.
   *
   * @param name name as in {@link Encoder#name}
   * @param dim length of the vectors
   * @param settings settings as in {@link Encoder#settings}
   */
  public record Description(String name, int dim, List<String> settings) {

    public static Description of(Encoder encoder) {
      return new Description(encoder.name(), encoder.dim(), encoder.settings());
    }
  }

  /**
   * Loads the model on this machine's CPU, regardless of the device in the options, describes it
   * and closes it.
   */
  public static Description describe(DjlOptions options) {
    try (DjlEncoder encoder = DjlEncoder.load(options.withDevice("cpu"))) {
      return Description.of(encoder);
    }
  }

  /** Returns the reason why this JVM can't provide the device of the options; empty if it can. */
  public static String refusal(DjlOptions options) {
    try {
      new Djl().device(options);
      return "";
    } catch (DeviceUnavailable | EngineUnavailable e) {
      return e.getMessage();
    }
  }

  /** Loader of models into this JVM. */
  interface Loader extends Serializable {

    /** Returns the device for the calling task. */
    Device device(DjlOptions options);

    /** Loads a model; called once per device. */
    Encoder load(DjlOptions options, Device device);
  }

  /** Loads models from files that are copied once for all devices. */
  private static final class Djl implements Loader {

    private static final long serialVersionUID = 1;

    private static ModelFiles files(DjlOptions options) {
      return FILES.computeIfAbsent(options, ModelFiles::copy);
    }

    @Override
    public Device device(DjlOptions options) {
      return DjlModelLoader.device(options, files(options));
    }

    @Override
    public Encoder load(DjlOptions options, Device device) {
      return DjlEncoder.load(options, files(options), device);
    }
  }

  /**
   * Returns a source of the encoder for the device of the calling task. The source loads the model
   * on the first call for that device in a JVM, and throws the exceptions of {@link
   * DjlEncoder#load}.
   */
  public static EncoderSource source(DjlOptions options) {
    return source(options, new Djl());
  }

  static EncoderSource source(DjlOptions options, Loader loader) {
    return () ->
        LOADED.computeIfAbsent(
            new Key(options, loader.device(options)),
            key -> loader.load(key.options(), key.device()));
  }

  private DjlModels() {}
}

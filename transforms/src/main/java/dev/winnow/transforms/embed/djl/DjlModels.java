package dev.winnow.transforms.embed.djl;

import ai.djl.Device;
import dev.winnow.transforms.embed.Encoder;
import dev.winnow.transforms.embed.EncoderSource;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.embed.model.ModelFiles;
import dev.winnow.transforms.kernel.DeviceUnavailable;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One loaded model per executor JVM, set of options and device; it lives as long as the JVM. */
public final class DjlModels {

  private record Key(DjlOptions options, Device device) {}

  private static final Map<Key, Encoder> LOADED = new ConcurrentHashMap<>();
  private static final Map<DjlOptions, ModelFiles> FILES = new ConcurrentHashMap<>();

  /**
   * What is known of an encoder without its model.
   *
   * @param name as of {@link Encoder#name}
   * @param dim length of the vectors
   */
  public record Facts(String name, int dim) {

    public static Facts of(Encoder encoder) {
      return new Facts(encoder.name(), encoder.dim());
    }
  }

  /** Learnt on this machine's CPU, whatever device the options ask for; the model is let go. */
  public static Facts facts(DjlOptions options) {
    try (DjlEncoder encoder = DjlEncoder.load(options.on("cpu"))) {
      return Facts.of(encoder);
    }
  }

  /** Why the device that the options ask for can't be had in this JVM; empty when it can. */
  public static String refusal(DjlOptions options) {
    try {
      new Djl().device(options);
      return "";
    } catch (DeviceUnavailable | EngineUnavailable e) {
      return e.getMessage();
    }
  }

  /** How a model comes into this JVM. */
  interface Loader extends Serializable {

    /** The device for the task that asks. */
    Device device(DjlOptions options);

    /** Called once for each device. */
    Encoder load(DjlOptions options, Device device);
  }

  /** From files that are copied once, whatever the number of devices. */
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
   * The encoder for the device of the task that asks. Loads on the first call for that device in a
   * JVM, with the exceptions of {@link DjlEncoder#load}.
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

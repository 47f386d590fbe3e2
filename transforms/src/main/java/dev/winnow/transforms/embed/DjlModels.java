package dev.winnow.transforms.embed;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One loaded model per executor JVM, set of options and device; it lives as long as the JVM. */
public final class DjlModels {

  private record Key(DjlOptions options, Device device) {}

  private static final Map<Key, Encoder> LOADED = new ConcurrentHashMap<>();

  /** How a model comes into this JVM. */
  interface Loader extends Serializable {

    /** Number of GPUs that the engine sees. */
    int gpus();

    /** Called once for each device. */
    Encoder load(DjlOptions options, Device device);
  }

  private static final class Djl implements Loader {

    private static final long serialVersionUID = 1;

    @Override
    public int gpus() {
      DjlEncoder.prepareEngine();
      return Engine.getEngine(DjlEncoder.ENGINE).getGpuCount();
    }

    @Override
    public Encoder load(DjlOptions options, Device device) {
      return DjlEncoder.load(options, device);
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
    return () -> {
      Device device =
          TaskDevice.of(options.device(), options.device().equals("cpu") ? 0 : loader.gpus());
      return LOADED.computeIfAbsent(
          new Key(options, device), key -> loader.load(key.options(), key.device()));
    };
  }

  private DjlModels() {}
}

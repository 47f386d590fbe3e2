package dev.winnow.transforms.embed;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One loaded model per executor JVM and set of options; it lives as long as the JVM. */
public final class DjlModels {

  private static final Map<DjlOptions, Encoder> LOADED = new ConcurrentHashMap<>();

  /** Loads on the first call in a JVM, with the exceptions of {@link DjlEncoder#load}. */
  public static EncoderSource source(DjlOptions options) {
    return () -> LOADED.computeIfAbsent(options, DjlEncoder::load);
  }

  private DjlModels() {}
}

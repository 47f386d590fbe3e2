package dev.winnow.transforms.embed.djl;

/** Signals that the engine of a model is not on the class path, or can't start. */
public final class EngineUnavailable extends RuntimeException {

  public EngineUnavailable(String message) {
    super(message);
  }

  public EngineUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

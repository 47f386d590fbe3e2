package dev.winnow.transforms.embed.djl;

/** An engine that a model needs and that is not on the class path, or can't start. */
public final class EngineUnavailable extends RuntimeException {

  public EngineUnavailable(String message) {
    super(message);
  }

  public EngineUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

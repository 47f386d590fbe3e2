package dev.winnow.transforms.embed.model;

/**
 * Signals a model that must not be loaded: its bytes differ from the pinned digest, it reaches out
 * of its folder, it is too large, or it is no model.
 */
public final class ModelRejected extends RuntimeException {

  public ModelRejected(String message) {
    super(message);
  }

  ModelRejected(String message, Throwable cause) {
    super(message, cause);
  }
}

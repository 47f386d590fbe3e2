package dev.winnow.transforms.embed.model;

/**
 * A model that must not be loaded: its bytes are not the ones that the recipe pins, it reaches
 * outside of its folder, it is too large, or it is no model.
 */
public final class ModelRejected extends RuntimeException {

  public ModelRejected(String message) {
    super(message);
  }

  ModelRejected(String message, Throwable cause) {
    super(message, cause);
  }
}

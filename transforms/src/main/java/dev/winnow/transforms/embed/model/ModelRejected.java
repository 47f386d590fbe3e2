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

  /** Creates the exception for a model that differs from its pin. */
  public static ModelRejected pin(String pinned, ModelDigest found, String file) {
    return new ModelRejected(
        "model sha256 differs: expected "
            + pinned
            + ", got "
            + found.weights()
            + " ("
            + file
            + (found.weights().equals(found.all())
                ? ")"
                : "; with its configs " + found.all() + ")"));
  }
}

package dev.winnow.transforms.embed.model;

/**
 * Signals a model that Winnow can't run as its files ask: they name a step that it does not have,
 * contradict the recipe, or lack a part.
 */
public final class ModelUnsupported extends IllegalArgumentException {

  public ModelUnsupported(String message) {
    super(message);
  }

  public ModelUnsupported(String message, Throwable cause) {
    super(message, cause);
  }
}

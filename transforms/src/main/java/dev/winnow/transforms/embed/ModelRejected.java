package dev.winnow.transforms.embed;

/** A model that must not be loaded: its bytes are not the ones that the recipe pins. */
public final class ModelRejected extends RuntimeException {

  public ModelRejected(String message) {
    super(message);
  }
}

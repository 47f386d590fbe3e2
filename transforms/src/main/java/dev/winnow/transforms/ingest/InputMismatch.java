package dev.winnow.transforms.ingest;

/**
 * The input is there, but not as the recipe describes it: a column is missing or of another type.
 */
public final class InputMismatch extends RuntimeException {

  public InputMismatch(String message) {
    super(message);
  }
}

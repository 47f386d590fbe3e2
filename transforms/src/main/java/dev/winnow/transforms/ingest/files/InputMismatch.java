package dev.winnow.transforms.ingest.files;

/**
 * Signals an input that exists but differs from the recipe's description, for example by a missing
 * column or another type.
 */
public final class InputMismatch extends RuntimeException {

  public InputMismatch(String message) {
    super(message);
  }

  public InputMismatch(String message, Throwable cause) {
    super(message, cause);
  }
}

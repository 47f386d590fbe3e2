package dev.winnow.transforms.ingest.files;

/** Signals that the input, or a part of it, does not exist or can't be read at all. */
public final class InputMissing extends RuntimeException {

  public InputMissing(String message) {
    super(message);
  }

  public InputMissing(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.winnow.transforms.embed.ml;

/** Signals a Spark ML transformer that can't be created, configured or run as requested. */
public final class InvalidTransformer extends RuntimeException {

  public InvalidTransformer(String message) {
    super(message);
  }

  public InvalidTransformer(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.winnow.transforms.embed.ml;

/** A Spark ML transformer that can't be made, set or run as it is asked for. */
public final class InvalidTransformer extends RuntimeException {

  public InvalidTransformer(String message) {
    super(message);
  }

  public InvalidTransformer(String message, Throwable cause) {
    super(message, cause);
  }
}

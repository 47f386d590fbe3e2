package dev.winnow.transforms.embed.model;

/**
 * Signals a preprocessor_config.json, or overrides of it, that name a step or a value that is not
 * understood. The message names file, key, value and remedy.
 */
public final class PreprocessorRejected extends RuntimeException {

  public PreprocessorRejected(String message) {
    super(message);
  }

  public PreprocessorRejected(String message, Throwable cause) {
    super(message, cause);
  }
}

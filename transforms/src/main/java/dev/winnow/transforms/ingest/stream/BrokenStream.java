package dev.winnow.transforms.ingest.stream;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/**
 * Signals content that can't be read on: it ends early or is damaged. An error of the file system
 * is none, because a second attempt may pass.
 */
public final class BrokenStream extends IOException {

  /** Code of content that ends early. */
  public static final String TRUNCATED = "truncated";

  /** Code of content that is damaged, or is of another kind than its name says. */
  public static final String CORRUPT = "corrupt";

  private final String code;

  public BrokenStream(String code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Returns the fault that a decoder reports; the cause has the decoder's own words.
   *
   * @param what the broken thing and the rule that it breaks, the begin of the message
   */
  public static BrokenStream of(String what, Exception cause) {
    if (cause instanceof BrokenStream broken) {
      return broken;
    }
    String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean early =
        cause instanceof EOFException
            || words.contains("truncated")
            || words.contains("unexpected end")
            || words.contains("eof");
    BrokenStream broken =
        new BrokenStream(
            early ? TRUNCATED : CORRUPT, what + ", it " + (early ? "ends early" : "is damaged"));
    broken.initCause(cause);
    return broken;
  }

  /** Returns {@link #TRUNCATED} or {@link #CORRUPT}. */
  public String code() {
    return code;
  }
}

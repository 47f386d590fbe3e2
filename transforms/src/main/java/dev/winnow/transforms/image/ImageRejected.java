package dev.winnow.transforms.image;

/** Why bytes are not an image that can be used; the code is one of a closed set. */
public final class ImageRejected extends Exception {

  /** No bytes at all. */
  public static final String EMPTY_FILE = "empty_file";

  /** The first bytes are those of no image format. */
  public static final String NOT_AN_IMAGE = "not_an_image";

  /** An image of a format, or of a variant, that this version does not read. */
  public static final String UNSUPPORTED_FORMAT = "unsupported_format";

  /** More bytes than the cap allows. */
  public static final String TOO_LARGE = "too_large";

  /** The header announces more pixels than the cap allows. */
  public static final String TOO_MANY_PIXELS = "too_many_pixels";

  /** The data end early. */
  public static final String TRUNCATED = "truncated";

  /** The data contradict their format. */
  public static final String CORRUPT = "corrupt";

  private final String code;

  public ImageRejected(String code, String message) {
    this(code, message, null);
  }

  public ImageRejected(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}

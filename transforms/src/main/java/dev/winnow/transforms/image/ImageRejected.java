package dev.winnow.transforms.image;

/** Signals bytes that can't be used as an image. The code is one of a closed set. */
public final class ImageRejected extends Exception {

  /** File without bytes. */
  public static final String EMPTY_FILE = "empty_file";

  /** File whose first bytes belong to no image format. */
  public static final String NOT_AN_IMAGE = "not_an_image";

  /** Image of a format, or of a variant, that this version does not read. */
  public static final String UNSUPPORTED_FORMAT = "unsupported_format";

  /** File with more bytes than the cap. */
  public static final String TOO_LARGE = "too_large";

  /** Header that announces more pixels than the cap. */
  public static final String TOO_MANY_PIXELS = "too_many_pixels";

  /** Image that an encoder can't use, because it takes images of one size and resizes none. */
  public static final String WRONG_SIZE = "wrong_size";

  /** Data that end early. */
  public static final String TRUNCATED = "truncated";

  /** Data that contradict their format. */
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

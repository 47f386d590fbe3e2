package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.util.Locale;

/** Names of the files that belong to each format. */
final class FileNames {

  /** Ending of compressed files, or none. */
  private static final String ZIPPED = "(\\.(gz|bz2|zst))?";

  /** Part that a file has in an input. */
  enum Role {
    /** Its rows are rows of the input. */
    DATA,
    /** It is read beside a file of rows, such as a file of labels or ids. */
    COMPANION,
    OTHER
  }

  /**
   * Returns the part of a file by its name, without regard to case.
   *
   * @throws IllegalArgumentException for a format that is not listed by its files
   */
  static Role role(InputFormat format, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (format) {
      case IMAGES -> data(ends(lower, "jpg|jpeg|png|gif|bmp|tif|tiff|webp"));
      case JSONL -> data(ends(lower, "(jsonl|ndjson|json)" + ZIPPED));
      case PARQUET -> data(ends(lower, "parquet"));
      case WEBDATASET -> data(ends(lower, "tar" + ZIPPED + "|tgz|tbz2|tzst"));
      case CSV -> data(ends(lower, "(csv|tsv)" + ZIPPED));
      // Other labels or ids make another input, so their files belong to it.
      case IDX ->
          lower.matches("(?s).*labels-idx1-ubyte" + ZIPPED)
              ? Role.COMPANION
              : data(lower.matches("(?s).*images-idx3-ubyte" + ZIPPED));
      case NPY -> ends(lower, "parquet|txt") ? Role.COMPANION : data(ends(lower, "npy"));
      case DELTA, SAMPLE ->
          throw new IllegalArgumentException("format " + format + " is not listed by its files");
    };
  }

  /** Returns the reason to pass over a file or folder by the first letter of its name, or null. */
  static PassedOver hidden(String name) {
    return name.startsWith(".")
        ? PassedOver.HIDDEN
        : name.startsWith("_") ? PassedOver.UNDERSCORE : null;
  }

  private static boolean ends(String name, String endings) {
    return name.matches("(?s).*\\.(" + endings + ")");
  }

  private static Role data(boolean is) {
    return is ? Role.DATA : Role.OTHER;
  }

  private FileNames() {}
}

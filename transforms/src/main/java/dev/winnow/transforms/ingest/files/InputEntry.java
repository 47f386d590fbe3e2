package dev.winnow.transforms.ingest.files;

import dev.winnow.schemas.PassedOver;
import java.io.Serializable;
import java.util.Locale;

/**
 * One file of the input, or a folder that was not entered.
 *
 * @param uri absolute URI
 * @param relativePath path below the input path
 * @param length bytes; 0 for a folder
 * @param passedOver reason why it is not read; null for a file that is read
 * @param detail the reason in words; null where the reason says it all
 */
public record InputEntry(
    String uri, String relativePath, Kind kind, long length, PassedOver passedOver, String detail)
    implements Serializable {

  /** Kinds of entries. */
  public enum Kind {
    FILE,
    FOLDER,
    /** Symbolic link, whatever it leads to. */
    LINK,
    /** Named pipe, socket or device. */
    SPECIAL,
    /** Delta table. */
    TABLE;

    /** Returns the word of the kind in tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

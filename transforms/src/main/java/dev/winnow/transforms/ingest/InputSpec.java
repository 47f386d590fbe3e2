package dev.winnow.transforms.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What to read.
 *
 * @param paths files, folders or globs, on any Hadoop file system
 * @param id column of ids; null for ids from content and path
 * @param content column of contents; null for the format's customary one
 * @param text column of the texts of pairs; null for the customary one
 * @param label column of labels; null for none (images and idx bring theirs)
 * @param delimiter of csv; null for a comma, or a tab where the file is called tsv
 * @param encoding of csv
 * @param version of a Delta table; null where there is none
 * @param maxBytes most bytes of one image or text
 * @param maxPixels most pixels that one image may announce
 */
public record InputSpec(
    InputFormat format,
    List<String> paths,
    Modality modality,
    String id,
    String content,
    String text,
    String label,
    CopyContent copyContent,
    String delimiter,
    String encoding,
    Long version,
    long maxBytes,
    long maxPixels)
    implements Serializable {

  /** 64 MiB: beyond any photograph that a curation corpus holds. */
  public static final long MAX_BYTES = 64L << 20;

  /** 178,956,970 pixels: half a gigabyte once decoded to three channels. */
  public static final long MAX_PIXELS = 178_956_970L;

  public InputSpec {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(modality, "modality");
    Objects.requireNonNull(copyContent, "copyContent");
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("paths must name at least one path, got none");
    }
    if ((format == InputFormat.IMAGES || format == InputFormat.IDX) && modality != Modality.IMAGE) {
      throw new IllegalArgumentException(
          "modality of format " + format + " must be IMAGE, got " + modality);
    }
    if (format == InputFormat.NPY && modality != Modality.EMBEDDING) {
      throw new IllegalArgumentException(
          "modality of format NPY must be EMBEDDING, got " + modality);
    }
    if (format == InputFormat.JSONL && modality.hasImage()) {
      throw new IllegalArgumentException("modality of format JSONL must not be " + modality);
    }
    if ((format == InputFormat.CSV || format == InputFormat.WEBDATASET)
        && modality == Modality.EMBEDDING) {
      throw new IllegalArgumentException(
          "modality of format " + format + " must be IMAGE, TEXT or PAIR, got " + modality);
    }
  }

  /** With the default caps. */
  public static InputSpec of(
      InputFormat format,
      List<String> paths,
      Modality modality,
      String id,
      String content,
      String label,
      CopyContent copyContent) {
    return new InputSpec(
        format,
        paths,
        modality,
        id,
        content,
        null,
        label,
        copyContent,
        null,
        "UTF-8",
        null,
        MAX_BYTES,
        MAX_PIXELS);
  }

  /** The same input as csv of another delimiter (null for the customary one) and encoding. */
  public InputSpec delimited(String delimiter, String encoding) {
    return with(text, delimiter, encoding, version);
  }

  /** The same input at a version of its Delta table. */
  public InputSpec at(long version) {
    return with(text, delimiter, encoding, version);
  }

  /** The same input of pairs with their texts in another column; null for the customary one. */
  public InputSpec paired(String text) {
    return with(text, delimiter, encoding, version);
  }

  private InputSpec with(
      String otherText, String otherDelimiter, String otherEncoding, Long otherVersion) {
    return new InputSpec(
        format,
        paths,
        modality,
        id,
        content,
        otherText,
        label,
        copyContent,
        otherDelimiter,
        otherEncoding,
        otherVersion,
        maxBytes,
        maxPixels);
  }

  String delimiterOf(String file) {
    if (delimiter != null) {
      return delimiter;
    }
    return file.matches("(?i).*\\.tsv(\\.gz)?") ? "\t" : ",";
  }

  /** The content column, given or customary. */
  String contentColumn() {
    if (content != null) {
      return content;
    }
    return modality == Modality.PAIR ? Modality.IMAGE.label() : modality.label();
  }

  /** The column of a pair's text, given or customary; null for other modalities. */
  String textColumn() {
    if (modality != Modality.PAIR) {
      return null;
    }
    String customary = format == InputFormat.WEBDATASET ? "txt" : Modality.TEXT.label();
    return text != null ? text : customary;
  }
}

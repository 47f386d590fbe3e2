package dev.winnow.transforms.ingest;

import dev.winnow.transforms.ingest.csv.CsvText;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Description of the input to read.
 *
 * @param format file format
 * @param paths files, folders or globs, on any Hadoop file system
 * @param modality kind of the examples
 * @param id name of the id column; null for ids from content and path
 * @param content name of the content column; null for the default of the format
 * @param text name of the column with the texts of pairs; null for the default
 * @param label name of the label column; null for none (images and idx have labels without it)
 * @param copyContent contents that the examples table stores
 * @param delimiter delimiter of csv; null for a comma, or for a tab in files named tsv
 * @param escape character of csv behind which any character is content; null for none
 * @param encoding character set of csv
 * @param version version of a Delta table; null for other formats
 * @param maxBytes largest size of one image or text in bytes
 * @param maxPixels largest number of pixels that the header of an image may announce
 * @param maxLineBytes largest length of a line of jsonl or a record of csv in bytes
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
    String escape,
    String encoding,
    Long version,
    long maxBytes,
    long maxPixels,
    long maxLineBytes)
    implements Serializable {

  /** Default cap of 64 MiB, larger than any photograph in a curation corpus. */
  public static final long MAX_BYTES = 64L << 20;

  /** Default cap of 178,956,970 pixels, half a gigabyte when decoded to three channels. */
  public static final long MAX_PIXELS = 178_956_970L;

  /** Default cap of 64 MiB for a line or a record. */
  public static final long MAX_LINE_BYTES = 64L << 20;

  public InputSpec {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(modality, "modality");
    Objects.requireNonNull(copyContent, "copyContent");
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("paths must name at least one path, got none");
    }
    if (format == InputFormat.SAMPLE) {
      throw new IllegalArgumentException(
          "format SAMPLE must be written to files before it is read");
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

  /** Returns a specification with the default caps, delimiter, encoding and text column. */
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
        null,
        "UTF-8",
        null,
        MAX_BYTES,
        MAX_PIXELS,
        MAX_LINE_BYTES);
  }

  /**
   * Returns this specification with another delimiter (null for the default) and encoding of csv.
   */
  public InputSpec delimited(String delimiter, String encoding) {
    return copy(text, delimiter, escape, encoding, version);
  }

  /** Returns this specification with an escape character of csv; null for none. */
  public InputSpec escaped(String escape) {
    return copy(text, delimiter, escape, encoding, version);
  }

  /** Returns this specification at a version of its Delta table. */
  public InputSpec atVersion(long version) {
    return copy(text, delimiter, escape, encoding, version);
  }

  /** Returns this specification of pairs with another text column; null for the default. */
  public InputSpec paired(String text) {
    return copy(text, delimiter, escape, encoding, version);
  }

  /** Returns this specification with another cap for a line or a record, in bytes. */
  public InputSpec lines(long cap) {
    return new InputSpec(
        format,
        paths,
        modality,
        id,
        content,
        text,
        label,
        copyContent,
        delimiter,
        escape,
        encoding,
        version,
        maxBytes,
        maxPixels,
        cap);
  }

  private InputSpec copy(
      String otherText,
      String otherDelimiter,
      String otherEscape,
      String otherEncoding,
      Long otherVersion) {
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
        otherEscape,
        otherEncoding,
        otherVersion,
        maxBytes,
        maxPixels,
        maxLineBytes);
  }

  /** Returns the description of a file of csv. Its name decides between a comma and a tab. */
  CsvText.Format csv(String file) {
    String usual = file.matches("(?is).*\\.tsv(\\.(gz|bz2|zst))?") ? "\t" : ",";
    return new CsvText.Format(
        (delimiter == null ? usual : delimiter).charAt(0),
        delimiter != null,
        escape == null ? null : escape.charAt(0),
        encoding,
        maxLineBytes);
  }

  /** Returns the columns that the recipe names, by their keys. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("content", contentColumn());
    columns.put("text", textColumn());
    columns.put("id", id);
    columns.put("label", label);
    columns.values().removeIf(Objects::isNull);
    return columns;
  }

  /** Returns the content column: the given one or the default. */
  String contentColumn() {
    if (content != null) {
      return content;
    }
    return modality == Modality.PAIR ? Modality.IMAGE.label() : modality.label();
  }

  /** Returns the text column of pairs: the given one or the default. Null for other modalities. */
  String textColumn() {
    if (modality != Modality.PAIR) {
      return null;
    }
    String usual = format == InputFormat.WEBDATASET ? "txt" : Modality.TEXT.label();
    return text != null ? text : usual;
  }
}

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
 * @param label column of labels; null for none (images and idx bring theirs)
 * @param maxBytes most bytes of one image or text
 * @param maxPixels most pixels that one image may announce
 */
public record InputSpec(
    InputFormat format,
    List<String> paths,
    Modality modality,
    String id,
    String content,
    String label,
    CopyContent copyContent,
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
    if (format == InputFormat.JSONL && modality == Modality.IMAGE) {
      throw new IllegalArgumentException("modality of format JSONL must not be IMAGE");
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
        format, paths, modality, id, content, label, copyContent, MAX_BYTES, MAX_PIXELS);
  }

  /** The content column, given or customary. */
  String contentColumn() {
    if (content != null) {
      return content;
    }
    return modality.label();
  }
}

package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** The corpus: one row per accepted input row. */
public final class Examples {

  public static final String ID = "id";
  public static final String SOURCE = "source";
  public static final String MODALITY = "modality";
  public static final String TEXT = "text";
  public static final String CONTENT = "content";
  public static final String LABEL = "label";
  public static final String CONTENT_SHA256 = "content_sha256";

  public static final TableSpec SPEC =
      new TableSpec(
          "examples",
          "One row per accepted input row",
          List.of(
              Column.required(
                  ID,
                  StringType,
                  "Key: the claimed id, or a sha256 of content and path; never a position"),
              Column.required(
                  SOURCE,
                  StringType,
                  "Absolute URI that reads the row again, with #member, #row or #byte offset"),
              Column.required(MODALITY, StringType, "image, text, embedding or pair"),
              Column.optional(
                  TEXT,
                  StringType,
                  "The text of a text example or of a pair; null for other modalities or when"
                      + " content is not copied"),
              Column.optional(
                  CONTENT,
                  BinaryType,
                  "The bytes of the example, of a pair those of its image, when content is copied;"
                      + " null otherwise"),
              Column.optional(
                  LABEL,
                  StringType,
                  "Label from the input; null when there is none; never used by the prototype"
                      + " score"),
              Column.required(
                  CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the image bytes, the UTF-8 text or the little-endian floats; of"
                      + " a pair that of both digests, the image's first"),
              Column.optional(
                  "width", IntegerType, "Image width in pixels; null for other modalities"),
              Column.optional(
                  "height", IntegerType, "Image height in pixels; null for other modalities"),
              Column.required(
                  "metadata", StringType, "Other scalar fields of the input row as a JSON object")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "modality_is_known", "modality IN ('image', 'text', 'embedding', 'pair')"),
              Types.sha256("content_sha256"),
              new RowRule(
                  "size_is_positive",
                  "(width IS NULL OR width > 0) AND (height IS NULL OR height > 0)")));

  private Examples() {}
}

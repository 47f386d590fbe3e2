package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code examples}: the corpus, one row per accepted input row. */
public final class Examples {

  public static final String ID = "id";
  public static final String SOURCE = "source";
  public static final String MODALITY = "modality";
  public static final String TEXT = "text";
  public static final String CONTENT = "content";
  public static final String LABEL = "label";
  public static final String CONTENT_SHA256 = "content_sha256";
  public static final String WIDTH = "width";
  public static final String HEIGHT = "height";
  public static final String METADATA = "metadata";
  public static final String CONTENT_BYTES = "content_bytes";
  public static final String TOKENS = "tokens";

  public static final TableSpec SPEC =
      new TableSpec(
          "examples",
          "One row per accepted input row",
          List.of(
              Column.required(
                  ID,
                  StringType,
                  "Key: the id that the input claims, or else a sha256 of content and path; never a"
                      + " row number"),
              Column.required(
                  SOURCE,
                  StringType,
                  "Absolute URI from which the row can be read again, with #member, #row or #byte"
                      + " offset"),
              Column.required(MODALITY, StringType, "image, text, embedding or pair"),
              Column.optional(
                  TEXT,
                  StringType,
                  "Text of a text example or of a pair; null for other modalities, and where"
                      + " content is not copied"),
              Column.optional(
                  CONTENT,
                  BinaryType,
                  "Bytes of the example (of a pair: of its image) where content is copied; null"
                      + " otherwise"),
              Column.optional(
                  LABEL,
                  StringType,
                  "Label from the input; null where there is none; the prototype score never uses"
                      + " it"),
              Column.required(
                  CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the image bytes, of the UTF-8 text or of the little-endian"
                      + " floats; of a pair: sha256 of its two digests, the image's first"),
              Column.optional(
                  WIDTH, IntegerType, "Image width in pixels; null for other modalities"),
              Column.optional(
                  HEIGHT, IntegerType, "Image height in pixels; null for other modalities"),
              Column.required(
                  METADATA, StringType, "Other scalar fields of the input row as a JSON object"),
              Column.optional(
                  CONTENT_BYTES,
                  LongType,
                  "Length of the content as it was read: of the image file, of the text in UTF-8 or"
                      + " of the floats; of a pair: of both; null in tables of earlier versions"),
              Column.optional(
                  TOKENS,
                  LongType,
                  "Number of words of the text by white space; null for images and embeddings, and"
                      + " in tables of earlier versions")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "modality_is_known", "modality IN ('image', 'text', 'embedding', 'pair')"),
              Types.sha256(CONTENT_SHA256),
              new RowRule(
                  "lengths_are_not_negative",
                  "(content_bytes IS NULL OR content_bytes >= 0) AND (tokens IS NULL OR tokens >="
                      + " 0)"),
              new RowRule(
                  "size_is_positive",
                  "(width IS NULL OR width > 0) AND (height IS NULL OR height > 0)")));

  private Examples() {}
}

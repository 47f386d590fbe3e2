package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code curated}: the kept examples, with the ranks that allow smaller cuts. */
public final class Curated {

  public static final TableSpec SPEC =
      new TableSpec(
          "curated",
          "One row per kept example",
          List.of(
              Column.required(
                  Examples.ID,
                  StringType,
                  "Key: the id that the input claims, or else a sha256 of content and path; never a"
                      + " row number"),
              Column.required(
                  Examples.SOURCE,
                  StringType,
                  "Absolute URI from which the row can be read again, with #member, #row or #byte"
                      + " offset"),
              Column.required(Examples.MODALITY, StringType, "image, text, embedding or pair"),
              Column.optional(
                  Examples.TEXT,
                  StringType,
                  "Text of a text example or of a pair; null for other modalities, and where"
                      + " content is not copied"),
              Column.optional(
                  Examples.CONTENT,
                  BinaryType,
                  "Bytes of the example (of a pair: of its image) where content is copied; null"
                      + " otherwise"),
              Column.optional(
                  Examples.LABEL,
                  StringType,
                  "Label from the input; null where there is none; the prototype score never uses"
                      + " it"),
              Column.required(
                  Examples.CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the image bytes, of the UTF-8 text or of the little-endian"
                      + " floats; of a pair: sha256 of its two digests, the image's first"),
              Column.optional(
                  Examples.WIDTH, IntegerType, "Image width in pixels; null for other modalities"),
              Column.optional(
                  Examples.HEIGHT,
                  IntegerType,
                  "Image height in pixels; null for other modalities"),
              Column.required(
                  Examples.METADATA,
                  StringType,
                  "Other scalar fields of the input row as a JSON object"),
              Column.required(
                  Scores.CLUSTER_ID, IntegerType, "Cluster of the most similar prototype"),
              Column.required(
                  Scores.HARDNESS, DoubleType, "Value of the prune metric; higher is harder"),
              Column.required(
                  Decisions.KEEP_RANK,
                  LongType,
                  "Rank in the total order, from 1: the rows with keep_rank <= K are the cut of K"
                      + " rows"),
              Column.required(
                  Decisions.KEEP_QUANTILE,
                  DoubleType,
                  "keep_rank divided by the number of ranked rows, in (0, 1]: the rows with"
                      + " keep_quantile <= f are the cut with keep fraction f"),
              Column.optional(
                  Examples.CONTENT_BYTES,
                  LongType,
                  "Length of the content as it was read: of the image file, of the text in UTF-8 or"
                      + " of the floats; of a pair: of both; null in tables of earlier versions"),
              Column.optional(
                  Examples.TOKENS,
                  LongType,
                  "Number of words of the text by white space; null for images and embeddings, and"
                      + " in tables of earlier versions")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "modality_is_known", "modality IN ('image', 'text', 'embedding', 'pair')"),
              Types.sha256(Examples.CONTENT_SHA256),
              new RowRule(
                  "lengths_are_not_negative",
                  "(content_bytes IS NULL OR content_bytes >= 0) AND (tokens IS NULL OR tokens >="
                      + " 0)"),
              new RowRule(
                  "size_is_positive",
                  "(width IS NULL OR width > 0) AND (height IS NULL OR height > 0)"),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              Types.finite(Scores.HARDNESS),
              new RowRule("rank_is_positive", "keep_rank >= 1"),
              new RowRule("quantile_in_range", "keep_quantile > 0 AND keep_quantile <= 1")));

  private Curated() {}
}

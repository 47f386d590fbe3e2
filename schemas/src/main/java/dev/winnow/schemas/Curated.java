package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** The curated corpus: kept examples with the ranks that allow smaller cuts. */
public final class Curated {

  public static final TableSpec SPEC =
      new TableSpec(
          "curated",
          "One row per kept example",
          List.of(
              Column.required(
                  Examples.ID,
                  StringType,
                  "Key: the claimed id, or a sha256 of content and path; never a position"),
              Column.required(
                  Examples.SOURCE,
                  StringType,
                  "Absolute URI that reads the row again, with #member, #row or #byte offset"),
              Column.required(Examples.MODALITY, StringType, "image, text, embedding or pair"),
              Column.optional(
                  Examples.TEXT,
                  StringType,
                  "The text of a text example or of a pair; null for other modalities or when"
                      + " content is not copied"),
              Column.optional(
                  Examples.CONTENT,
                  BinaryType,
                  "The bytes of the example, of a pair those of its image, when content is copied;"
                      + " null otherwise"),
              Column.optional(
                  Examples.LABEL,
                  StringType,
                  "Label from the input; null when there is none; never used by the prototype"
                      + " score"),
              Column.required(
                  Examples.CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the image bytes, the UTF-8 text or the little-endian floats; of"
                      + " a pair that of both digests, the image's first"),
              Column.optional(
                  "width", IntegerType, "Image width in pixels; null for other modalities"),
              Column.optional(
                  "height", IntegerType, "Image height in pixels; null for other modalities"),
              Column.required(
                  "metadata", StringType, "Other scalar fields of the input row as a JSON object"),
              Column.required(Scores.CLUSTER_ID, IntegerType, "Most similar prototype"),
              Column.required(Scores.HARDNESS, DoubleType, "The prune metric; higher is harder"),
              Column.required(
                  Decisions.KEEP_RANK,
                  LongType,
                  "1-based place in the total order: a smaller cut is keep_rank <= K"),
              Column.required(
                  Decisions.KEEP_QUANTILE,
                  DoubleType,
                  "keep_rank over the number of ranked rows: a smaller cut is keep_quantile <="
                      + " fraction")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "modality_is_known", "modality IN ('image', 'text', 'embedding', 'pair')"),
              Types.sha256("content_sha256"),
              new RowRule(
                  "size_is_positive",
                  "(width IS NULL OR width > 0) AND (height IS NULL OR height > 0)"),
              new RowRule("cluster_id_is_not_negative", "cluster_id >= 0"),
              Types.finite("hardness"),
              new RowRule("rank_is_positive", "keep_rank >= 1"),
              new RowRule("quantile_in_range", "keep_quantile > 0 AND keep_quantile <= 1")));

  private Curated() {}
}

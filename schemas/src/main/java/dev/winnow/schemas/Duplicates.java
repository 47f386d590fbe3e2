package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Dropped duplicates, each with the row that it duplicates. */
public final class Duplicates {

  public static final TableSpec SPEC =
      new TableSpec(
          "duplicates",
          "One row per dropped duplicate",
          List.of(
              Column.required("id", StringType, "Key: the dropped example"),
              Column.required(
                  "duplicate_of",
                  StringType,
                  "Direct witness: the example that it was compared with; of several the most"
                      + " similar, then the one ranked before; it may be a dropped duplicate too"),
              Column.required(
                  "representative",
                  StringType,
                  "Survivor at the end of the chain of witnesses; it may still be pruned"),
              Column.optional(
                  "cosine_similarity",
                  DoubleType,
                  "Cosine similarity to the witness, in [-1, 1]; null where no vectors were"
                      + " compared"),
              Column.required(
                  "similarity",
                  DoubleType,
                  "What the rule measured, at most 1: 1 for equal content, the correlation of"
                      + " pictures, the Jaccard similarity of texts, a cosine similarity"),
              Column.optional(
                  "cluster_id",
                  IntegerType,
                  "Cluster of the example, of a semantic duplicate; null of others"),
              Column.required("kind", StringType, "exact, near or semantic"),
              Column.required(
                  "rule",
                  StringType,
                  "What found it, such as content_sha256, pixels, normal_form, correlation,"
                      + " shingles or reference")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("kind_is_known", "kind IN ('exact', 'near', 'semantic')"),
              new RowRule("not_its_own_witness", "duplicate_of <> id AND representative <> id"),
              new RowRule(
                  "cosine_in_range",
                  "cosine_similarity IS NULL OR (cosine_similarity >= -1 AND cosine_similarity <="
                      + " 1)"),
              new RowRule("similarity_in_range", "similarity >= -1 AND similarity <= 1")));

  private Duplicates() {}
}

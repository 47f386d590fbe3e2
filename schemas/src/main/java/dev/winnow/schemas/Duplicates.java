package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code duplicates}: the dropped duplicates, each with the row it duplicates.
 */
public final class Duplicates {

  public static final String DUPLICATE_OF = "duplicate_of";
  public static final String REPRESENTATIVE = "representative";
  public static final String COSINE_SIMILARITY = "cosine_similarity";
  public static final String SIMILARITY = "similarity";
  public static final String KIND = "kind";
  public static final String RULE = "rule";

  public static final TableSpec SPEC =
      new TableSpec(
          "duplicates",
          "One row per dropped duplicate",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the dropped example"),
              Column.required(
                  DUPLICATE_OF,
                  StringType,
                  "Direct witness: the example that it was compared with; of several, the most"
                      + " similar one, then the one ranked first; the witness may be a dropped"
                      + " duplicate too"),
              Column.required(
                  REPRESENTATIVE,
                  StringType,
                  "Example that survived in its place, at the end of the chain of witnesses; it may"
                      + " still be pruned"),
              Column.optional(
                  COSINE_SIMILARITY,
                  DoubleType,
                  "Cosine similarity to the witness, in [-1, 1]; null where no vectors were"
                      + " compared"),
              Column.required(
                  SIMILARITY,
                  DoubleType,
                  "Similarity that the rule measured, at most 1: 1 for equal content, the"
                      + " correlation of pictures, the Jaccard similarity of texts, or a cosine"
                      + " similarity"),
              Column.optional(
                  Scores.CLUSTER_ID,
                  IntegerType,
                  "Cluster of a semantic duplicate; null for the other kinds"),
              Column.required(KIND, StringType, "exact, near or semantic"),
              Column.required(
                  RULE,
                  StringType,
                  "Rule that found it, such as content_sha256, pixels, normal_form, correlation,"
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

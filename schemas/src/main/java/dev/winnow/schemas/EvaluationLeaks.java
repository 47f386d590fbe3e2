package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code evaluation_leaks}: the examples that duplicate a held-out one. */
public final class EvaluationLeaks {

  public static final String EVALUATION_ID = "evaluation_id";

  public static final TableSpec SPEC =
      new TableSpec(
          "evaluation_leaks",
          "One row per example that duplicates a held-out one",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the dropped example"),
              Column.required(
                  EVALUATION_ID,
                  StringType,
                  "Held-out example that is most similar by the rule; of equal ones, the lowest"
                      + " id"),
              Column.optional(
                  Duplicates.COSINE_SIMILARITY,
                  DoubleType,
                  "Cosine similarity of the two examples, in [-1, 1]; null where their contents"
                      + " show the leak"),
              Column.required(
                  Duplicates.SIMILARITY,
                  DoubleType,
                  "Similarity that the rule measured, in [-1, 1]"),
              Column.required(
                  Duplicates.RULE,
                  StringType,
                  "Rule that found it: cosine, or a rule of exact or near duplicates, such as"
                      + " content_sha256, correlation or shingles")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "cosine_in_range",
                  "cosine_similarity IS NULL OR (cosine_similarity >= -1 AND cosine_similarity <="
                      + " 1)"),
              new RowRule("similarity_in_range", "similarity >= -1 AND similarity <= 1")));

  private EvaluationLeaks() {}
}

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
                  "Most similar held-out example; of equal ones, the lowest id"),
              Column.required(
                  Duplicates.COSINE_SIMILARITY,
                  DoubleType,
                  "Cosine similarity of the two examples, in [-1, 1]")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule(
                  "cosine_in_range", "cosine_similarity >= -1 AND cosine_similarity <= 1")));

  private EvaluationLeaks() {}
}

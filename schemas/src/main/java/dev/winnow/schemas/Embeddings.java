package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code embeddings}: the vectors of the examples. */
public final class Embeddings {

  public static final String ENCODER = "encoder";
  public static final String NORM = "norm";
  public static final String EMBEDDING = "embedding";

  public static final TableSpec SPEC =
      new TableSpec(
          "embeddings",
          "One row per example and encoder",
          List.of(
              Column.required(Examples.ID, StringType, "Key, with encoder: the example"),
              Column.required(
                  ENCODER,
                  StringType,
                  "Name of the encoder, with its version or the hash of its weights"),
              Column.required(
                  NORM, FloatType, "L2 norm of the vector before normalization, above 0"),
              Column.required(EMBEDDING, Types.VECTOR, "Vector of unit L2 length")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("norm_is_positive", "norm > 0 AND norm < float('Infinity')"),
              new RowRule("embedding_is_not_empty", "size(embedding) > 0")));

  private Embeddings() {}
}

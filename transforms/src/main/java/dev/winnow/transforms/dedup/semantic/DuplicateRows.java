package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.dedup.Rule;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Duplicates as they are published, with ids and with cosines in double. */
final class DuplicateRows {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add(DUPLICATE_OF, DataTypes.StringType, false)
          .add(REPRESENTATIVE, DataTypes.StringType, false)
          .add(COSINE_SIMILARITY, DataTypes.DoubleType, false)
          .add(CLUSTER_ID, DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, false)
          .add("rule", DataTypes.StringType, false);

  /** Returns no duplicates. */
  static Dataset<Row> none(SparkSession session) {
    return session.createDataFrame(List.<Row>of(), SCHEMA);
  }

  /**
   * Replaces places by ids, in three joins. Lazy.
   *
   * @param witnesses rows of {@link Witnesses#SCHEMA}
   * @param ids (place, id, cluster_id) of every row
   */
  static Dataset<Row> named(Dataset<Row> witnesses, Dataset<Row> ids, Rule rule) {
    Column cosine = Threshold.cosine(col("product"));
    return witnesses
        .join(ids, "place")
        .join(ids.select(col("place").as("witness"), col("id").as(DUPLICATE_OF)), "witness")
        .join(ids.select(col("place").as("root"), col("id").as(REPRESENTATIVE)), "root")
        .select(
            col("id"),
            col(DUPLICATE_OF),
            col(REPRESENTATIVE),
            cosine.as(COSINE_SIMILARITY),
            col(CLUSTER_ID),
            cosine.as("similarity"),
            lit(rule.word()).as("rule"));
  }

  private DuplicateRows() {}
}

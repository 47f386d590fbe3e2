package dev.winnow.jobs.stage.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Lengths of the vectors in a column. */
final class Vectors {

  /**
   * Returns the most common length of vectors; the longer of two equally common ones, 0 without
   * vectors. Costs one pass over the rows.
   */
  static int commonLength(Dataset<Row> rows, String column) {
    List<Row> first =
        rows.where(col(column).isNotNull())
            .groupBy(size(col(column)).as("length"))
            .agg(count(lit(1)).as("rows"))
            .orderBy(col("rows").desc(), col("length").desc())
            .takeAsList(1);
    return first.isEmpty() ? 0 : first.get(0).getInt(0);
  }

  private Vectors() {}
}

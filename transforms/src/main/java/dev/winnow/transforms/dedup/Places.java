package dev.winnow.transforms.dedup;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Numbers the rows of a corpus in a total order. Of a group of duplicates, the row of the least
 * place stays.
 */
public final class Places {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("place", DataTypes.LongType, false);

  /**
   * Returns {@code id} and {@code place}: 0 for the first row by the order, then 1, and so on. Rows
   * of equal order stand by id. The places depend on the rows only. Costs two Spark jobs, which
   * sample and count the rows, and one sort of the ids with the columns of the order. A reader of
   * the places runs the sort again, so store them.
   *
   * @param rows {@code id} (string, distinct) and the columns of the order
   * @param order columns of any type that Spark orders, ascending, nulls first
   */
  public static Dataset<Row> of(Dataset<Row> rows, Column... order) {
    List<Column> columns = new ArrayList<>();
    List<Column> keys = new ArrayList<>();
    columns.add(col("id"));
    for (int i = 0; i < order.length; i++) {
      columns.add(order[i].as("winnow_order_" + i));
      keys.add(col("winnow_order_" + i));
    }
    keys.add(col("id"));
    Dataset<Row> sorted =
        rows.select(columns.toArray(Column[]::new))
            .orderBy(keys.toArray(Column[]::new))
            .select("id");
    return rows.sparkSession()
        .createDataFrame(
            sorted
                .javaRDD()
                .zipWithIndex()
                .map(row -> RowFactory.create(row._1().getString(0), row._2())),
            SCHEMA);
  }

  private Places() {}
}

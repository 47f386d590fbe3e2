package dev.winnow.transforms.select;

import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.select.order.Ties;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** As many rows as a cut keeps, drawn by a hash that no policy uses. */
public final class RandomControl {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("control_rank", DataTypes.LongType, false);

  /**
   * Returns (id, control_rank) of the first rows; ranks count from 1, and smaller controls are
   * those of the lower ranks. A sort.
   */
  public static Dataset<Row> of(Dataset<Row> rows, long count, long seed) {
    JavaRDD<Row> drawn =
        rows.select("id")
            .orderBy(Ties.hash(seed, "control").asc(), col("id").asc())
            .javaRDD()
            .zipWithIndex()
            .filter(pair -> pair._2() < count)
            .map(pair -> RowFactory.create(pair._1().getString(0), pair._2() + 1));
    return rows.sparkSession().createDataFrame(drawn, SCHEMA);
  }

  private RandomControl() {}
}

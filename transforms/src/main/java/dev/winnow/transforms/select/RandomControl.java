package dev.winnow.transforms.select;

import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Controls;
import dev.winnow.schemas.Examples;
import dev.winnow.transforms.task.Draws;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Draws as many rows as a cut keeps, by a hash that no policy uses. */
public final class RandomControl {

  private static final StructType SCHEMA =
      new StructType()
          .add(Examples.ID, DataTypes.StringType, false)
          .add(Controls.CONTROL_RANK, DataTypes.LongType, false);

  /**
   * Sorts the rows by hash and returns (id, control_rank) of the first ones. Ranks count from 1,
   * and a smaller control has the lower ranks.
   *
   * @param count number of rows that are drawn
   */
  public static Dataset<Row> draw(Dataset<Row> rows, long count, long seed) {
    JavaRDD<Row> drawn =
        rows.select(Examples.ID)
            .orderBy(Draws.hash(seed, "control").asc(), col(Examples.ID).asc())
            .javaRDD()
            .zipWithIndex()
            .filter(pair -> pair._2() < count)
            .map(pair -> RowFactory.create(pair._1().getString(0), pair._2() + 1));
    return rows.sparkSession().createDataFrame(drawn, SCHEMA);
  }

  private RandomControl() {}
}

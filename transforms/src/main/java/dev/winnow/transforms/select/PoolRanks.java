package dev.winnow.transforms.select;

import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Orders;
import dev.winnow.transforms.task.Draws;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Ranks rows by a hash of id and seed that no policy uses, so that the first rows are a random pool
 * and a smaller pool lies inside a larger one.
 */
public final class PoolRanks {

  private static final StructType SCHEMA =
      new StructType()
          .add(ID, DataTypes.StringType, false)
          .add(Orders.POOL_RANK, DataTypes.LongType, false);

  /**
   * Returns (id, pool_rank) of the rows; ranks count from 1. Costs a global sort of the ids.
   *
   * @param rows with a column {@code id}
   */
  public static Dataset<Row> of(Dataset<Row> rows, long seed) {
    JavaRDD<Row> ranked =
        rows.select(ID)
            .orderBy(Draws.hash(seed, "pool").asc(), col(ID).asc())
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowFactory.create(pair._1().getString(0), pair._2() + 1));
    return rows.sparkSession().createDataFrame(ranked, SCHEMA);
  }

  private PoolRanks() {}
}

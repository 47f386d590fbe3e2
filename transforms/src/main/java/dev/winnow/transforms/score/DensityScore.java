package dev.winnow.transforms.score;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Complexity of an example's cluster, one value for all its rows: the mean distance of the rows to
 * their prototype, times the mean distance of the prototype to the nearest others. In [0, 4];
 * higher is harder. The rows of a tight cluster that lies close to others have the lowest hardness.
 *
 * <p>Lazy: no Spark job. Every executor holds eight bytes a cluster.
 *
 * @see <a href="https://arxiv.org/abs/2401.04578">Abbas et al. 2024</a>, d_inter d_intra
 */
public final class DensityScore {

  /** Name of the column. */
  public static final String COLUMN = "density";

  private final double[] complexity;

  /**
   * @param separation mean distance of each prototype to the nearest others, in [0, 2]
   * @param meanDistance mean distance of each cluster's rows to their prototype, in [0, 2]
   */
  public DensityScore(double[] separation, double[] meanDistance) {
    if (separation.length != meanDistance.length) {
      throw new IllegalArgumentException(
          "clusters differ: " + separation.length + " != " + meanDistance.length);
    }
    this.complexity = new double[separation.length];
    for (int i = 0; i < complexity.length; i++) {
      complexity[i] = separation[i] * meanDistance[i];
    }
  }

  /** Adds the column to rows with a {@code cluster_id}. */
  public Dataset<Row> apply(Dataset<Row> rows) {
    Broadcast<double[]> shipped =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(complexity);
    UDF1<Integer, Double> value = cluster -> shipped.value()[cluster];
    return rows.withColumn(COLUMN, udf(value, DataTypes.DoubleType).apply(col(CLUSTER_ID)));
  }
}

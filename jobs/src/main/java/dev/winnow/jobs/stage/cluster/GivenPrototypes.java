package dev.winnow.jobs.stage.cluster;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prototypes from a file: a NumPy matrix of float32 or float64 (cluster_id is the row's index), or
 * a Delta table with the columns cluster_id and prototype. Rows are scaled to unit length.
 */
final class GivenPrototypes {

  /** Returns {@code float[k * dim]}. */
  static float[] read(SparkSession spark, String location, int dim) {
    float[] prototypes =
        location.endsWith(".npy") ? numpy(spark, location, dim) : delta(spark, location, dim);
    for (int i = 0; i < prototypes.length / dim; i++) {
      UnitVector unit =
          UnitVector.of(java.util.Arrays.copyOfRange(prototypes, i * dim, (i + 1) * dim));
      if (unit.code() != null) {
        throw new Failure(
            ExitCode.DATA,
            "cluster.prototypes must hold finite vectors other than zero, row "
                + i
                + " of "
                + location
                + " is a "
                + unit.code().replace('_', ' '));
      }
      System.arraycopy(unit.vector(), 0, prototypes, i * dim, dim);
    }
    return prototypes;
  }

  private static float[] numpy(SparkSession spark, String location, int dim) {
    NumpyMatrix matrix =
        NumpyMatrix.read(
            spark.sparkContext().hadoopConfiguration(), location, "cluster.prototypes");
    require(matrix.width() == dim, location, matrix.width(), dim);
    return matrix.values();
  }

  private static float[] delta(SparkSession spark, String location, int dim) {
    Dataset<Row> table = spark.read().format("delta").load(location);
    if (List.of(table.columns()).contains("level")) {
      // A prototypes table; of levels, the lowest is the one that rows belong to.
      table = table.where("level = 0");
    }
    List<Row> rows = table.select(CLUSTER_ID, "prototype").orderBy(CLUSTER_ID).collectAsList();
    float[] values = new float[rows.size() * dim];
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).getInt(0) != i) {
        throw new Failure(
            ExitCode.DATA,
            "cluster_id of cluster.prototypes must count from 0 without gaps, got "
                + rows.get(i).getInt(0)
                + " at place "
                + i);
      }
      List<?> vector = rows.get(i).getList(1);
      require(vector.size() == dim, location, vector.size(), dim);
      for (int j = 0; j < dim; j++) {
        values[i * dim + j] = ((Number) vector.get(j)).floatValue();
      }
    }
    return values;
  }

  private static void require(boolean equal, String location, int got, int dim) {
    if (!equal) {
      throw new Failure(
          ExitCode.DATA,
          "vector lengths differ: prototypes in "
              + location
              + " have "
              + got
              + ", embeddings have "
              + dim);
    }
  }

  private GivenPrototypes() {}
}

package dev.winnow.jobs.stage.cluster;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.stage.GivenVector;
import dev.winnow.jobs.stage.NumpyFile;
import dev.winnow.jobs.tables.InputTable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads prototypes from a NumPy matrix of floats (cluster_id is the row's index), or from a Delta
 * table with the columns cluster_id and prototype. Rows are scaled to unit length.
 */
final class GivenPrototypes {

  private static final String KEY = "cluster.prototypes";

  /** Returns the prototypes as {@code float[k * dim]}. */
  static float[] read(SparkSession spark, String location, int dim) {
    float[] prototypes =
        location.endsWith(".npy") ? numpy(spark, location, dim) : delta(spark, location, dim);
    for (int i = 0; i < prototypes.length / dim; i++) {
      float[] row = Arrays.copyOfRange(prototypes, i * dim, (i + 1) * dim);
      float[] unit = GivenVector.unit(row, KEY, i, location);
      System.arraycopy(unit, 0, prototypes, i * dim, dim);
    }
    return prototypes;
  }

  private static float[] numpy(SparkSession spark, String location, int dim) {
    List<float[]> rows =
        NumpyFile.rows(
            spark.sparkContext().hadoopConfiguration(), location, KEY, dim, "prototypes");
    float[] values = new float[Math.multiplyExact(rows.size(), dim)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * dim, dim);
    }
    return values;
  }

  private static float[] delta(SparkSession spark, String location, int dim) {
    Dataset<Row> table = InputTable.latest(spark, KEY, location);
    if (List.of(table.columns()).contains("level")) {
      // A prototypes table: rows belong to the clusters of its lowest level.
      table = table.where("level = 0");
    }
    int rows = Math.toIntExact(table.count());
    float[] values = new float[Math.multiplyExact(rows, dim)];
    Iterator<Row> sorted =
        table.select(CLUSTER_ID, "prototype").orderBy(CLUSTER_ID).toLocalIterator();
    for (int i = 0; sorted.hasNext(); i++) {
      Row row = sorted.next();
      if (row.getInt(0) != i) {
        throw new Failure(
            ExitCode.DATA,
            "cluster_id of cluster.prototypes must count from 0 without gaps, got "
                + row.getInt(0)
                + " in row "
                + i);
      }
      if (row.isNullAt(1)) {
        throw GivenVector.refusal(GivenVector.NULL, "null", KEY, i, location);
      }
      List<?> vector = row.getList(1);
      NumpyFile.requireLength(vector.size(), dim, "prototypes", location);
      for (int j = 0; j < dim; j++) {
        if (vector.get(j) == null) {
          throw GivenVector.refusal(GivenVector.NULL, "null in dimension " + j, KEY, i, location);
        }
        values[i * dim + j] = ((Number) vector.get(j)).floatValue();
      }
    }
    return values;
  }

  private GivenPrototypes() {}
}

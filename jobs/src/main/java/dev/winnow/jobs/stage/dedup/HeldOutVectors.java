package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.stage.GivenVector;
import dev.winnow.jobs.stage.NumpyFile;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.InputTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads vectors of held-out examples from a NumPy matrix, whose rows are named FILE#ROW, or from a
 * Delta table with the columns id and embedding, of unit length as in table embeddings.
 */
final class HeldOutVectors {

  private static final String KEY = "dedup.exclude.path";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Returns the vectors in columns id and embedding. */
  static Dataset<Row> read(SparkSession spark, String location, RunEncoder encoder) {
    return location.endsWith(".npy")
        ? numpy(spark, location, encoder)
        : delta(spark, location, encoder);
  }

  private static Dataset<Row> numpy(SparkSession spark, String location, RunEncoder encoder) {
    List<float[]> vectors =
        NumpyFile.rows(
            spark.sparkContext().hadoopConfiguration(),
            location,
            KEY,
            encoder.dim(),
            "held-out vectors");
    String name = location.substring(location.lastIndexOf('/') + 1);
    List<Row> rows = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      float[] unit = GivenVector.unit(vectors.get(i), KEY, i, location);
      rows.add(RowFactory.create(name + "#" + i, unit));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static Dataset<Row> delta(SparkSession spark, String location, RunEncoder encoder) {
    Dataset<Row> table = InputTable.latest(spark, KEY, location);
    List<String> columns = Arrays.asList(table.columns());
    if (!columns.contains("id") || !columns.contains("embedding")) {
      throw new Failure(
          ExitCode.DATA,
          KEY + " must have the columns id and embedding, " + location + " has " + columns);
    }
    if (columns.contains("encoder")) {
      Dataset<Row> ofEncoder = table.where(col("encoder").equalTo(encoder.encoder()));
      if (ofEncoder.isEmpty()) {
        throw new Failure(
            ExitCode.DATA,
            KEY
                + " must hold vectors of this run's encoder "
                + encoder.encoder()
                + ", "
                + location
                + " has none; embed the held-out examples with the same model");
      }
      table = ofEncoder;
    }
    return table.select("id", "embedding");
  }

  private HeldOutVectors() {}
}

package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.stage.GivenVector;
import dev.winnow.jobs.stage.NumpyFile;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.InputTable;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Reads vectors of held-out examples from a NumPy matrix, whose rows are named FILE#ROW, or from a
 * Delta table with the columns id and embedding. Vectors of any length are scaled to unit length.
 * Vectors that are null, zero, not finite or of another dimension are refused.
 */
final class HeldOutVectors {

  private static final String KEY = "dedup.exclude.path";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private static final StructType CHECKED =
      new StructType()
          .add("id", DataTypes.StringType, true)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true)
          .add("code", DataTypes.StringType, true)
          .add("fault", DataTypes.StringType, true);

  /** Vectors of table embeddings differ this much from unit length at most. Their bits are kept. */
  private static final double UNIT = 1e-6;

  /** Returns the vectors in columns id and embedding. */
  static Dataset<Row> read(SparkSession spark, String location, RunEncoder encoder) {
    return location.endsWith(".npy")
        ? numpy(spark, location, encoder)
        : delta(spark, location, encoder);
  }

  /** Returns true unless a Delta table names encoders and has no vector of this run's encoder. */
  static boolean has(SparkSession spark, String location, RunEncoder encoder) {
    if (location.endsWith(".npy")) {
      return true;
    }
    Dataset<Row> table = InputTable.latest(spark, KEY, location);
    return !Arrays.asList(table.columns()).contains("encoder")
        || !table.where(col("encoder").equalTo(encoder.encoder())).isEmpty();
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
    return unit(table.select(col("id").cast("string"), col("embedding")), location, encoder.dim());
  }

  /**
   * Returns the vectors at unit length. One job looks for a vector that has none.
   *
   * @param given rows of id and embedding
   */
  private static Dataset<Row> unit(Dataset<Row> given, String location, int dim) {
    DataType type = given.schema().apply("embedding").dataType();
    if (!(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw new Failure(
          ExitCode.DATA,
          KEY
              + " must have arrays of numbers in column embedding, "
              + location
              + " has "
              + type.simpleString()
              + "; write the vectors as array<float>");
    }
    Dataset<Row> checked =
        given.map((MapFunction<Row, Row>) row -> checked(row, dim), Encoders.row(CHECKED));
    Dataset<Row> refused = checked.where(col("code").isNotNull());
    for (Row row : refused.orderBy(col("id"), col("fault")).limit(1).collectAsList()) {
      throw GivenVector.refusal(
          row.getString(2), row.getString(3), KEY, String.valueOf(row.get(0)), location);
    }
    return checked.select("id", "embedding");
  }

  private static Row checked(Row row, int dim) {
    if (row.isNullAt(0)) {
      return RowFactory.create(null, null, "null_id", "null as id");
    }
    if (row.isNullAt(1)) {
      return RowFactory.create(row.get(0), null, GivenVector.NULL, "null as embedding");
    }
    List<Number> values = row.getList(1);
    if (values.size() != dim) {
      String fault = values.size() + " dimensions, where embeddings have " + dim;
      return RowFactory.create(row.get(0), null, GivenVector.WRONG_DIMENSION, fault);
    }
    float[] vector = new float[dim];
    for (int i = 0; i < dim; i++) {
      if (values.get(i) == null) {
        return RowFactory.create(row.get(0), null, GivenVector.NULL, "null in dimension " + i);
      }
      vector[i] = values.get(i).floatValue();
    }
    UnitVector unit = UnitVector.of(vector);
    boolean isUnit = unit.code() == null && Math.abs(unit.norm() - 1) <= UNIT;
    return RowFactory.create(
        row.get(0), isUnit ? vector : unit.vector(), unit.code(), unit.fault());
  }

  private HeldOutVectors() {}
}

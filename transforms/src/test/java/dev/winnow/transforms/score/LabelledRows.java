package dev.winnow.transforms.score;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Labelled vectors of unit length in a dataset, and columns of scores read back. */
final class LabelledRows {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add("label", DataTypes.StringType, true);

  private final List<Row> rows = new ArrayList<>();

  /** Adds a row with the direction of a vector. */
  LabelledRows add(String id, String label, double... vector) {
    double squares = 0;
    for (double x : vector) {
      squares += x * x;
    }
    List<Float> unit = new ArrayList<>();
    for (double x : vector) {
      unit.add((float) (x / Math.sqrt(squares)));
    }
    rows.add(RowFactory.create(id, unit, label));
    return this;
  }

  /** Adds a row with two dimensions. */
  LabelledRows addAngle(String id, String label, double degrees) {
    return add(id, label, Math.cos(Math.toRadians(degrees)), Math.sin(Math.toRadians(degrees)));
  }

  Dataset<Row> in(int partitions) {
    return LocalSpark.rows(SCHEMA, partitions, rows);
  }

  /** Returns the values of a column by id; null where a row has none. */
  static Map<String, Double> column(Dataset<Row> scored, String column) {
    Map<String, Double> found = new TreeMap<>();
    for (Row row : scored.collectAsList()) {
      found.put(row.getAs("id"), row.getAs(column));
    }
    return found;
  }
}

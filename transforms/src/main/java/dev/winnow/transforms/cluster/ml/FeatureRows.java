package dev.winnow.transforms.cluster.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.UnitVector;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** Converts columns of features, of every type that MLlib's users have, to floats. */
final class FeatureRows {

  /** Returns the schema with the prediction's column, after checking the features' column. */
  static StructType schema(StructType schema, String features, String prediction) {
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(features)) {
      throw new IllegalArgumentException(
          "featuresCol must be a column, got " + features + "; the columns are " + names);
    }
    DataType type = schema.apply(features).dataType();
    if (!isVector(type)
        && !(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          "featuresCol must be a column of vectors or arrays of numbers, "
              + features
              + " is "
              + type.simpleString());
    }
    if (names.contains(prediction)) {
      throw new IllegalArgumentException(
          "predictionCol must be a new column, " + prediction + " already exists");
    }
    return schema.add(prediction, DataTypes.IntegerType, false);
  }

  private static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  /**
   * Returns the features as (id, embedding), where equal features have equal ids. Embeddings have
   * unit length under the cosine metric. Lazy.
   *
   * @throws IllegalArgumentException inside the job for features that are null, hold a null or a
   *     value that is not finite, or are zero under the cosine metric
   */
  static Dataset<Row> of(Dataset<Row> rows, String features, Metric metric) {
    DataType type = rows.schema().apply(features).dataType();
    Column column = col("`" + features.replace("`", "``") + "`");
    Column array;
    if (isVector(type)) {
      array = functions.vector_to_array(column, "float32");
    } else {
      // Spark reads arrays of primitives without nulls, so an array that holds a null becomes null.
      Column whole =
          ((ArrayType) type).containsNull()
              ? when(exists(column, Column::isNull), lit(null)).otherwise(column)
              : column;
      array = whole.cast(DataTypes.createArrayType(DataTypes.FloatType));
    }
    boolean unit = metric == Metric.COSINE;
    return rows.select(lit(0L).as("hash"), array.as("vector"))
        .as(Encoders.bean(HashedVector.class))
        .map(
            (MapFunction<HashedVector, HashedVector>)
                row -> {
                  row.setVector(checked(row.getVector(), unit));
                  return row;
                },
            Encoders.bean(HashedVector.class))
        .select(col("vector").as("id"), col("vector").as("embedding"));
  }

  /**
   * Returns the features of one row.
   *
   * @param value a vector, or a sequence of numbers
   */
  static float[] floats(Object value, boolean unit) {
    float[] floats = null;
    if (value instanceof Vector vector) {
      floats = new float[vector.size()];
      for (int j = 0; j < floats.length; j++) {
        floats[j] = (float) vector.apply(j);
      }
    } else if (value instanceof Seq<?> seq) {
      floats = new float[seq.length()];
      for (int j = 0; j < floats.length; j++) {
        floats[j] = seq.apply(j) instanceof Number number ? number.floatValue() : Float.NaN;
      }
    }
    return checked(floats, unit);
  }

  private static float[] checked(float[] vector, boolean unit) {
    if (vector == null) {
      throw new IllegalArgumentException("features must not be null nor hold a null");
    }
    if (unit) {
      UnitVector scaled = UnitVector.of(vector);
      if (scaled.code() != null) {
        throw new IllegalArgumentException(
            "features must be finite and not zero for the cosine measure, got " + scaled.fault());
      }
      return scaled.vector();
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("features must be finite floats, got " + value);
      }
    }
    return vector;
  }

  private FeatureRows() {}
}

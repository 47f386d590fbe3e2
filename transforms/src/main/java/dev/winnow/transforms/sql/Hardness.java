package dev.winnow.transforms.sql;

import dev.winnow.transforms.score.CosineDistances;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * SQL function {@code winnow_hardness(embedding, prototype)}: the cosine distance of a vector to a
 * prototype, in [0, 2], with the bits of the column {@code cosine_dist_to_cent} of {@code scores}.
 *
 * <p>Null if an argument is null; NaN if a vector is zero or not finite. Vectors that are empty,
 * hold a null or differ in length fail the query. Cost: {@code 2 dim} multiply-adds a row.
 */
record Hardness() implements ScalarFunction<Double> {

  static final String NAME = "winnow_hardness";

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {Vectors.TYPE, Vectors.TYPE};
  }

  @Override
  public DataType resultType() {
    return DataTypes.DoubleType;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Names the function apart from others of the same name, with the types of its arguments. */
  @Override
  public String canonicalName() {
    return "dev.winnow." + NAME + "(array<float>, array<float>)";
  }

  @Override
  public Double produceResult(InternalRow input) {
    if (input.isNullAt(0) || input.isNullAt(1)) {
      return null;
    }
    float[] embedding = Vectors.floats("embedding", input.getArray(0));
    float[] prototype = Vectors.floats("prototype", input.getArray(1));
    Vectors.requireEqual(embedding.length, prototype.length);
    return new CosineDistances(prototype, prototype.length).distance(embedding, 0, 0);
  }
}

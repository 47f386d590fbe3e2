package dev.winnow.transforms.sql;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Vectors of SQL as arrays of floats. */
final class Vectors {

  static final DataType TYPE = DataTypes.createArrayType(DataTypes.FloatType);

  /**
   * Returns the values of an array of floats.
   *
   * @param name of the argument, for the error
   * @throws IllegalArgumentException when a value is null, or there is none
   */
  static float[] floats(String name, ArrayData array) {
    if (array.numElements() == 0) {
      throw new IllegalArgumentException(name + " must hold at least one value, got none");
    }
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        throw new IllegalArgumentException(
            name + " must hold no null, got one in dimension " + i + " of " + array.numElements());
      }
    }
    return array.toFloatArray();
  }

  /**
   * Requires two vectors to have as many dimensions.
   *
   * @throws IllegalArgumentException when they differ
   */
  static void requireEqual(int embedding, int prototype) {
    if (embedding != prototype) {
      throw new IllegalArgumentException(
          "embedding and prototype must have as many dimensions, got "
              + embedding
              + " and "
              + prototype);
    }
  }

  private Vectors() {}
}

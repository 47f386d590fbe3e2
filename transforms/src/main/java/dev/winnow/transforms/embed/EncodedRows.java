package dev.winnow.transforms.embed;

import dev.winnow.transforms.kernel.UnitVector;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Makes rows of {@link Encoding#SCHEMA}: a unit vector and its norm, or the reason for a refusal.
 */
public final class EncodedRows {

  /**
   * Returns the row of a vector, or a refused row; {@link UnitVector} has the codes.
   *
   * @param from row that starts with key and content_sha256
   * @param raw vector, not normalised
   */
  public static Row of(Row from, float[] raw) {
    UnitVector unit = UnitVector.of(raw);
    if (unit.code() == null) {
      return RowFactory.create(from.get(0), from.get(1), unit.vector(), unit.norm(), null, null);
    }
    String message =
        switch (unit.code()) {
          case UnitVector.ZERO ->
              "embedding must not be the zero vector; the encoder found no known feature";
          case UnitVector.TOO_LONG ->
              "embedding must have a norm that a float holds, got " + unit.fault();
          default -> "embedding must be finite, got " + unit.fault();
        };
    return refused(from, unit.code(), message);
  }

  /** Returns a refused row, with the reason as a code and a message. */
  public static Row refused(Row from, String code, String message) {
    return RowFactory.create(from.get(0), from.get(1), null, null, code, message);
  }

  /** Returns the floats of an array column's value; a null element becomes NaN. */
  public static float[] floats(List<? extends Number> vector) {
    float[] raw = new float[vector.size()];
    for (int j = 0; j < raw.length; j++) {
      raw[j] = vector.get(j) == null ? Float.NaN : vector.get(j).floatValue();
    }
    return raw;
  }

  private EncodedRows() {}
}

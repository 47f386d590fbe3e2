package dev.winnow.transforms.embed;

import dev.winnow.transforms.kernel.UnitVector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of {@link Encoding#SCHEMA}: a unit vector and its norm, or why there is none. */
public final class EncodedRows {

  /**
   * @param from starts with key and content_sha256
   * @param raw not normalised
   */
  public static Row of(Row from, float[] raw) {
    UnitVector unit = UnitVector.of(raw);
    if (unit.code() == null) {
      return RowFactory.create(from.get(0), from.get(1), unit.vector(), unit.norm(), null, null);
    }
    return refused(
        from,
        unit.code(),
        unit.code().equals("zero_vector")
            ? "embedding must not be the zero vector; the encoder found nothing it knows"
            : "embedding must be finite, got NaN or infinity");
  }

  public static Row refused(Row from, String code, String message) {
    return RowFactory.create(from.get(0), from.get(1), null, null, code, message);
  }

  /** The floats of an array of numbers as Spark gives it; NaN for null. */
  public static float[] floats(scala.collection.Seq<?> vector) {
    float[] raw = new float[vector.length()];
    for (int j = 0; j < raw.length; j++) {
      Object value = vector.apply(j);
      raw[j] = value == null ? Float.NaN : ((Number) value).floatValue();
    }
    return raw;
  }

  private EncodedRows() {}
}

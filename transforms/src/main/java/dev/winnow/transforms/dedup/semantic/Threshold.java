package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The cosine that close rows exceed. Cosines are float32 dot products, each one chain of fused
 * multiply-adds over the dimensions, whichever tile a pair lies in; rounding may bring one above 1,
 * which counts as 1. Cosines are ordered as they were computed, before that.
 */
final class Threshold {

  /** The least cosine that passes; infinite where none does. */
  private final float least;

  Threshold(double epsilon) {
    double bound = 1 - epsilon;
    float rounded = (float) bound;
    float above = rounded > bound ? rounded : Math.nextUp(rounded);
    this.least = above > 1 ? Float.POSITIVE_INFINITY : above;
  }

  /** The least float for which {@code min(1, cosine) > 1 - epsilon}. */
  float least() {
    return least;
  }

  /** What is published of a dot product. */
  static double cosine(float product) {
    return Math.min(1f, product);
  }

  /** The same for a column of floats. */
  static Column cosine(Column product) {
    return functions.least(lit(1f), product).cast(DataTypes.DoubleType);
  }
}

package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Cosine that close rows exceed. Cosines are float32 dot products. Each is one chain of fused
 * multiply-adds over the dimensions, in whatever tile a pair lies. Rounding may give a value above
 * 1, which counts as 1. Cosines are compared as computed, before that limit.
 */
final class Threshold {

  /** The least cosine that passes; infinite if none does. */
  private final float least;

  Threshold(double epsilon) {
    double bound = 1 - epsilon;
    float rounded = (float) bound;
    float above = rounded > bound ? rounded : Math.nextUp(rounded);
    this.least = above > 1 ? Float.POSITIVE_INFINITY : above;
  }

  /** Returns the least float for which {@code min(1, cosine) > 1 - epsilon}. */
  float least() {
    return least;
  }

  /** Returns the published cosine of a dot product. */
  static double cosine(float product) {
    return Math.min(1f, product);
  }

  /** Returns the published cosines of a column of dot products. */
  static Column cosine(Column product) {
    return functions.least(lit(1f), product).cast(DataTypes.DoubleType);
  }
}

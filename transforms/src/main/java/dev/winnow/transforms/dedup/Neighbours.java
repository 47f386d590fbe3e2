package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.Required;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Edges between similar rows, from the row that is ranked first to the other one. There is one edge
 * for each pair, with the greatest similarity that was given for it and the rule that gave it, ties
 * to the least name.
 */
final class Neighbours {

  static final String EARLY = "winnow_early";
  static final String EARLY_PLACE = "winnow_early_place";
  static final String LATE = "winnow_late";
  static final String LATE_PLACE = "winnow_late_place";
  static final String SIMILARITY = "similarity";
  static final String RULE = "rule";

  private static final String BEST = "winnow_best";
  private static final String UNKNOWN = "order must hold every id of the pairs, it lacks ";

  static Dataset<Row> of(Dataset<Row> pairs, Dataset<Row> order) {
    Dataset<Row> placed =
        pairs
            .filter(not(col("left_id").eqNullSafe(col("right_id"))))
            .select(
                Required.value(col("left_id"), "pairs must have two ids, left_id is null").as("l"),
                Required.value(col("right_id"), "pairs must have two ids, right_id is null")
                    .as("r"),
                similarity().as(SIMILARITY),
                col(RULE))
            .join(places(order, "l_id", "l_place"), col("l").equalTo(col("l_id")), "left")
            .join(places(order, "r_id", "r_place"), col("r").equalTo(col("r_id")), "left")
            .withColumn("l_place", Required.value(col("l_place"), UNKNOWN, col("l")))
            .withColumn("r_place", Required.value(col("r_place"), UNKNOWN, col("r")));
    Column left = struct(col("l_place").as("place"), col("l").as("id"));
    Column right = struct(col("r_place").as("place"), col("r").as("id"));
    Column leftFirst = left.lt(right);
    Column early = least(left, right);
    Column late = when(leftFirst, right).otherwise(left);
    return placed
        .select(early.as("early"), late.as("late"), col(SIMILARITY), col(RULE))
        .groupBy(
            col("early.id").as(EARLY),
            col("early.place").as(EARLY_PLACE),
            col("late.id").as(LATE),
            col("late.place").as(LATE_PLACE))
        .agg(min(struct(negative(col(SIMILARITY)).as("negative"), col(RULE))).as(BEST))
        .select(
            col(EARLY),
            col(EARLY_PLACE),
            col(LATE),
            col(LATE_PLACE),
            negative(col(BEST + ".negative")).as(SIMILARITY),
            col(BEST + "." + RULE).as(RULE));
  }

  /** Returns the edge of greatest similarity of each id, ties to the neighbour's lesser place. */
  static Dataset<Row> best(Dataset<Row> edges, String id, String neighbour, String place) {
    return edges
        .groupBy(col(id).as("id"))
        .agg(
            min(struct(
                    negative(col(SIMILARITY)).as("negative"),
                    col(place).as("place"),
                    col(neighbour).as("neighbour"),
                    col(RULE)))
                .as(BEST))
        .select(
            col("id"),
            col(BEST + ".neighbour").as(DUPLICATE_OF),
            negative(col(BEST + ".negative")).as(SIMILARITY),
            col(BEST + "." + RULE).as(RULE));
  }

  private static Dataset<Row> places(Dataset<Row> order, String id, String place) {
    return order.select(
        col("id").as(id),
        Required.value(
                col("place"), "order must have a place for every id, it is null for ", col("id"))
            .as(place));
  }

  private static Column similarity() {
    Column given =
        Required.value(
            col(SIMILARITY), "pairs must have a similarity, it is null for ", col("left_id"));
    return when(
            isnan(given),
            raise_error(
                lit("similarity must be a number, got NaN; check where the pairs come from")))
        .otherwise(given);
  }

  /** Subtracts the value from zero: a minus sign would make zero a negative zero and back. */
  static Column negative(Column value) {
    return lit(0.0).minus(value);
  }

  private Neighbours() {}
}

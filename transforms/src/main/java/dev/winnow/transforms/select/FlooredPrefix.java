package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.order.Keep;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ties;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A cut of another size of an order that {@link Selection} made under a floor, from the ranks
 * alone: the same decisions, reasons and thresholds as {@link Selection} with that size.
 *
 * <p>The ranks say what is kept. Which dropped rows the floor displaced, and under which classes it
 * binds, shows in the plain order, that without a floor: a row is displaced when it is dropped and
 * among the first K of the plain order; a floor binds under a class of which a row is kept that is
 * not among them. Nothing is sorted for that: the last of the first K is selected (see {@link
 * RadixSelect}), and since a floor leaves the order within a class as it was, the last kept row of
 * a class is that of its greatest rank.
 *
 * <p>Cost: the selection, two for keep-middle, and one grouping by class. The driver receives a row
 * for each class.
 */
public final class FlooredPrefix {

  private static final String BOUND = "winnow_bound_class";
  private static final String THRESHOLD = "winnow_bound_threshold";

  private final Keep keep;
  private final String classColumn;
  private final long seed;

  /**
   * @param keep a policy that {@link #covers}
   * @param classColumn string column of the classes that the floor protects
   * @param seed of the run, for ties
   */
  public FlooredPrefix(Keep keep, String classColumn, long seed) {
    if (!covers(keep)) {
      throw new IllegalArgumentException(
          "keep must be a policy that orders by the score alone, got " + keep);
    }
    this.keep = keep;
    this.classColumn = classColumn;
    this.seed = seed;
  }

  /** Whether a policy orders by score, hash and id alone, so that its plain order is known. */
  public static boolean covers(Keep keep) {
    return switch (keep) {
      case HARD, EASY, MIDDLE, RANDOM -> true;
      case BAND, COVERAGE, DENSITY, HIERARCHICAL -> false;
    };
  }

  /**
   * The rows with {@code kept}, {@code reason} and {@code threshold} of the new size.
   *
   * @param rows with {@code id}, {@code score}, {@code keep_rank}, these three and the class; a row
   *     without rank stays as it is. Read three times or more: keep them where they are costly
   * @param ranked n, the rows that have a rank
   * @param kept K of them, from 0 to n
   */
  public Dataset<Row> apply(Dataset<Row> rows, long ranked, long kept) {
    Column isRanked = col(KEEP_RANK).isNotNull();
    Dataset<Row> order = rows.where(isRanked);
    Column value = value(order, ranked);
    Column hash = Ties.hash(seed);
    Column first =
        kept <= 0 || kept >= ranked
            ? lit(kept > 0)
            : RadixSelect.at(order, value, hash, kept, ranked).holds(value, hash);
    Column stays = col(KEEP_RANK).leq(kept);

    Row worst = null;
    List<Row> bound = new ArrayList<>();
    for (Row last :
        order
            .where(stays)
            .groupBy(col(classColumn))
            .agg(
                sum(when(first, 0L).otherwise(1L)),
                max_by(col("score"), col(KEEP_RANK)),
                max_by(value.plus(lit(0.0)), col(KEEP_RANK)),
                max_by(hash, col(KEEP_RANK)))
            .collectAsList()) {
      if (!last.isNullAt(0) && last.getLong(1) > 0) {
        bound.add(RowFactory.create(last.getString(0), last.getDouble(2)));
      } else if (worst == null || isAfter(last, worst)) {
        worst = last;
      }
    }
    Column elsewhere = worst == null ? lit(null).cast("double") : lit(worst.getDouble(2));
    return withThresholds(rows, bound, elsewhere, isRanked)
        .withColumn(
            "reason",
            when(isRanked, when(stays, "kept").when(first, "pruned_balance").otherwise(dropped()))
                .otherwise(col("reason")))
        .withColumn("kept", coalesce(stays, lit(false)));
  }

  private Dataset<Row> withThresholds(
      Dataset<Row> rows, List<Row> bound, Column elsewhere, Column isRanked) {
    if (bound.isEmpty()) {
      return rows.withColumn("threshold", when(isRanked, elsewhere).otherwise(col("threshold")));
    }
    StructType schema =
        DataTypes.createStructType(
            new StructField[] {
              DataTypes.createStructField(BOUND, DataTypes.StringType, false),
              DataTypes.createStructField(THRESHOLD, DataTypes.DoubleType, false)
            });
    return rows.join(
            rows.sparkSession().createDataFrame(bound, schema),
            col(classColumn).equalTo(col(BOUND)),
            "left")
        .withColumn(
            "threshold",
            when(isRanked, coalesce(col(THRESHOLD), elsewhere)).otherwise(col("threshold")))
        .drop(BOUND, THRESHOLD);
  }

  /** What the plain order sorts by, ascending, before hash and id. */
  private Column value(Dataset<Row> order, long ranked) {
    return switch (keep) {
      case HARD -> col("score").multiply(-1);
      case EASY -> col("score");
      case MIDDLE ->
          ranked == 0
              ? lit(0.0)
              : abs(
                  col("score")
                      .minus(
                          lit(
                              RadixSelect.at(
                                      order,
                                      col("score"),
                                      Ties.hash(seed),
                                      (ranked + 1) / 2,
                                      ranked)
                                  .value())));
      default -> lit(0.0);
    };
  }

  /** The reason of a row that is dropped and that no floor displaced. */
  private String dropped() {
    return switch (keep) {
      case HARD -> "pruned_easy";
      case EASY -> "pruned_hard";
      case MIDDLE -> "pruned_middle";
      default -> "pruned_random";
    };
  }

  /** Whether the last row of one class is behind that of another, by value and hash. */
  private static boolean isAfter(Row a, Row b) {
    int byValue = Double.compare(a.getDouble(3), b.getDouble(3));
    return byValue != 0 ? byValue > 0 : a.getLong(4) > b.getLong(4);
  }
}

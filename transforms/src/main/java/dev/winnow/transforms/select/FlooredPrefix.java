package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Decisions.THRESHOLD;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.ScoreOrder;
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
 * Cuts an order that {@link Selection} made under a floor to another size, from the ranks alone.
 * The decisions, reasons and thresholds are those of {@link Selection} with that size.
 *
 * <p>The ranks say which rows are kept. The plain order, without a floor, shows the rest: a floor
 * displaced a row when the row is dropped and among the first K of the plain order; a floor binds
 * under a class when a kept row of the class is not among them. Nothing is sorted for that. The
 * last of the first K is selected (see {@link RadixSelect}), and since a floor does not change the
 * order within a class, the last kept row of a class is the one with the greatest rank.
 *
 * <p>Cost: the selection, two for keep-middle, and one grouping by class. The driver receives a row
 * for each class.
 */
public final class FlooredPrefix {

  private static final String BOUND = "winnow_bound_class";
  private static final String BOUND_THRESHOLD = "winnow_bound_threshold";

  private final ScoreOrder order;
  private final String classColumn;
  private final long seed;

  /**
   * @param order plain order of the rows, without the floor
   * @param classColumn string column of the classes that have a floor
   * @param seed seed of the run, for ties
   */
  public FlooredPrefix(ScoreOrder order, String classColumn, long seed) {
    this.order = order;
    this.classColumn = classColumn;
    this.seed = seed;
  }

  /**
   * Returns the rows with {@code kept}, {@code reason} and {@code threshold} of the new size.
   *
   * @param rows rows with {@code id}, {@code score}, {@code keep_rank}, these three and the class;
   *     a row without a rank is not changed. They are read three times or more: persist them where
   *     they are costly
   * @param ranked n, the number of rows that have a rank
   * @param kept K, the number of rows that the cut keeps, from 0 to n
   */
  public Dataset<Row> apply(Dataset<Row> rows, long ranked, long kept) {
    Column isRanked = col(KEEP_RANK).isNotNull();
    Dataset<Row> rankedRows = rows.where(isRanked);
    Column value = order.key(rankedRows, ranked, seed);
    Column hash = Ties.hash(seed);
    Column first = RadixSelect.isFirst(rankedRows, value, hash, kept, ranked);
    Column stays = col(KEEP_RANK).leq(kept);

    Row worst = null;
    List<Row> bound = new ArrayList<>();
    for (Row last :
        rankedRows
            .where(stays)
            .groupBy(col(classColumn))
            .agg(
                sum(when(first, 0L).otherwise(1L)),
                max_by(col(SCORE), col(KEEP_RANK)),
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
            REASON,
            when(
                    isRanked,
                    when(stays, Reason.KEPT.word())
                        .when(first, Reason.PRUNED_BALANCE.word())
                        .otherwise(order.dropped().word()))
                .otherwise(col(REASON)))
        .withColumn(KEPT, coalesce(stays, lit(false)));
  }

  private Dataset<Row> withThresholds(
      Dataset<Row> rows, List<Row> bound, Column elsewhere, Column isRanked) {
    if (bound.isEmpty()) {
      return rows.withColumn(THRESHOLD, when(isRanked, elsewhere).otherwise(col(THRESHOLD)));
    }
    StructType schema =
        DataTypes.createStructType(
            new StructField[] {
              DataTypes.createStructField(BOUND, DataTypes.StringType, false),
              DataTypes.createStructField(BOUND_THRESHOLD, DataTypes.DoubleType, false)
            });
    return rows.join(
            rows.sparkSession().createDataFrame(bound, schema),
            col(classColumn).equalTo(col(BOUND)),
            "left")
        .withColumn(
            THRESHOLD,
            when(isRanked, coalesce(col(BOUND_THRESHOLD), elsewhere)).otherwise(col(THRESHOLD)))
        .drop(BOUND, BOUND_THRESHOLD);
  }

  /**
   * Returns true where the last row of one class comes after that of another, by value and hash.
   */
  private static boolean isAfter(Row a, Row b) {
    int byValue = Double.compare(a.getDouble(3), b.getDouble(3));
    return byValue != 0 ? byValue > 0 : a.getLong(4) > b.getLong(4);
  }
}

package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Decisions.THRESHOLD;
import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ranking;
import dev.winnow.transforms.task.Draws;
import dev.winnow.transforms.task.RowValues;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Ranks the scored examples in one total order and keeps a prefix of it.
 *
 * <p>The policy makes the order, with ties by a 64-bit hash of id and seed, then by id. So sizes
 * are exact, a smaller cut lies inside a larger one, and nothing depends on partitions. With
 * exploration every prefix of K rows has floor(exploration K) rows that another hash draws from all
 * rows; the policy orders the others. A floor rearranges the order (see {@link FloorOrder}), and
 * these laws still hold. Scores are finite.
 *
 * <p>Cost: a check of the scores and a global sort with its sampling and offsets, about seven small
 * Spark jobs, and the cost that the policy names. Exploration adds a selection (see {@link
 * RadixSelect}) and two sorts; a floor adds about two jobs. With a floor the driver holds some 16
 * bytes a row for classes and places, and the collected classes must fit {@code
 * spark.driver.maxResultSize}: about 250 million rows with Spark's default of 1 GiB. Without a
 * floor the driver holds nothing that grows with the rows.
 */
public final class Selection {

  private static final StructField[] ADDED = {
    DataTypes.createStructField(KEEP_RANK, DataTypes.LongType, false),
    DataTypes.createStructField(KEEP_QUANTILE, DataTypes.DoubleType, false),
    DataTypes.createStructField(KEPT, DataTypes.BooleanType, false),
    DataTypes.createStructField(REASON, DataTypes.StringType, false),
    DataTypes.createStructField(THRESHOLD, DataTypes.DoubleType, true)
  };

  private static final String DROPPED = "winnow_dropped";
  private static final String GROUP = "winnow_group";
  private static final String DRAWN = "winnow_drawn";
  private static final String PLACE = "winnow_place";

  private final Policy policy;
  private final KeepCount count;
  private final ClassFloor floor;
  private final BigDecimal exploration;
  private final long seed;

  /** Creates a selection without floor and exploration. */
  public Selection(Policy policy, KeepCount count, long seed) {
    this(policy, count, null, BigDecimal.ZERO, seed);
  }

  /**
   * @param policy policy that orders the rows
   * @param count size of the cut
   * @param floor floor under every class; null for none
   * @param exploration share of every cut that is drawn by hash, in [0, 1], with at most six
   *     decimals
   * @param seed seed of all draws
   */
  public Selection(
      Policy policy, KeepCount count, ClassFloor floor, BigDecimal exploration, long seed) {
    this.policy = policy;
    this.count = count;
    this.floor = floor == null || floor.share().signum() == 0 ? null : floor;
    this.exploration = Interleaving.checked(exploration);
    this.seed = seed;
  }

  /**
   * Ranks rows and cuts them. Returns the rows with {@code keep_rank}, {@code keep_quantile},
   * {@code kept}, {@code reason} and {@code threshold} added.
   *
   * @param scored rows of {@code id}, {@code score}, the class column, the columns of the policy,
   *     and any others
   * @throws IllegalArgumentException when a score is not finite
   */
  public Dataset<Row> apply(Dataset<Row> scored) {
    return rank(scored).rows();
  }

  /** Ranks rows like {@link #apply}, and returns the figures of the policy too. */
  public Ranking rank(Dataset<Row> scored) {
    StructType input = scored.schema();
    Column score = col(SCORE);
    Column unfit =
        score.isNull().or(isnan(score)).or(abs(score).equalTo(lit(Double.POSITIVE_INFINITY)));
    Row counts = scored.agg(count(lit(1)), count(when(unfit, 1))).first();
    long n = counts.getLong(0);
    long faulty = counts.getLong(1);
    if (faulty > 0) {
      throw new IllegalArgumentException(
          "score must be finite, " + faulty + " rows have none or NaN; score again");
    }
    Map<String, Number> figures = new HashMap<>();
    Dataset<Row> ordered =
        exploration.signum() == 0
            ? ordered(scored, n, input, figures)
            : mixed(scored, n, input, figures);
    // One RDD serves offsets and rows, so that its shuffle and its partitions are computed once.
    JavaRDD<Row> rows = ordered.javaRDD();
    long kept = count.rowsOf(n);
    JavaPairRDD<Row, Long> indexed = rows.zipWithIndex();
    int width = input.size();
    JavaRDD<Row> ranked =
        floor == null
            ? plain(indexed, input, n, kept)
            : new FlooredCut(floor, input, width).apply(indexed, n, kept);
    StructType output = input;
    for (StructField field : ADDED) {
      output = output.add(field);
    }
    return new Ranking(scored.sparkSession().createDataFrame(ranked, output), figures);
  }

  /**
   * Returns the rows in the order of the policy: the columns of the input, the reason of a dropped
   * row, the group, and true for a row that is drawn.
   */
  private Dataset<Row> ordered(
      Dataset<Row> scored, long rows, StructType input, Map<String, Number> figures) {
    PolicyOrder order = policy.order(scored, rows, seed);
    figures.putAll(order.figures());
    Column group = order.group() == null ? lit(null).cast("int") : order.group();
    return order
        .rows()
        .orderBy(order.keys().toArray(Column[]::new))
        .select(selected(input, order.dropped(), group, lit(false)));
  }

  private static Column[] selected(StructType input, Column dropped, Column group, Column drawn) {
    List<Column> columns = new ArrayList<>();
    for (String name : input.fieldNames()) {
      columns.add(col(name));
    }
    columns.add(dropped.as(DROPPED));
    columns.add(group.as(GROUP));
    columns.add(drawn.as(DRAWN));
    return columns.toArray(Column[]::new);
  }

  /** Returns the drawn rows between the others, which the policy orders. */
  private Dataset<Row> mixed(
      Dataset<Row> scored, long n, StructType input, Map<String, Number> figures) {
    Interleaving mix = new Interleaving(exploration, n);
    Column hash = Draws.hash(seed, "exploration");
    Column drawn = RadixSelect.isFirst(scored, hash, mix.first(), n);
    figures.put("explored", mix.firstUpTo(count.rowsOf(n)));
    Dataset<Row> first =
        scored
            .where(drawn)
            .orderBy(hash, col(ID))
            .select(
                selected(
                    input, lit(Reason.PRUNED_RANDOM.word()), lit(null).cast("int"), lit(true)));
    Dataset<Row> second = ordered(scored.where(not(drawn)), n - mix.first(), input, figures);
    return placed(first, rank -> mix.placeOfFirst(rank))
        .union(placed(second, rank -> mix.placeOfSecond(rank)))
        .orderBy(PLACE)
        .drop(PLACE);
  }

  private interface Places extends Serializable {
    long placeOf(long rank);
  }

  private static Dataset<Row> placed(Dataset<Row> sorted, Places places) {
    StructType schema = sorted.schema();
    int width = schema.size();
    JavaRDD<Row> rows =
        sorted
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowValues.appendToFirst(pair._1(), width, places.placeOf(pair._2() + 1)));
    return sorted
        .sparkSession()
        .createDataFrame(rows, schema.add(PLACE, DataTypes.LongType, false));
  }

  private static JavaRDD<Row> plain(
      JavaPairRDD<Row, Long> indexed, StructType input, long n, long kept) {
    int score = input.fieldIndex(SCORE);
    int width = input.size();
    String keptWord = Reason.KEPT.word();
    // The last kept row of each group, among the rows that were not drawn. Without groups, all rows
    // form one group.
    Map<Integer, Tuple2<Long, Double>> last =
        new HashMap<>(
            indexed
                .filter(pair -> pair._2() < kept && !pair._1().getBoolean(width + 2))
                .mapToPair(
                    pair ->
                        new Tuple2<>(
                            group(pair._1(), width),
                            new Tuple2<>(pair._2(), pair._1().getDouble(score))))
                .reduceByKey((a, b) -> a._1() >= b._1() ? a : b)
                .collectAsMap());
    return indexed.map(
        pair -> {
          Row row = pair._1();
          long rank = pair._2() + 1;
          boolean stays = rank <= kept;
          Tuple2<Long, Double> threshold = last.get(group(row, width));
          return ranked(
              row,
              width,
              rank,
              n,
              stays ? keptWord : row.getString(width),
              threshold == null ? null : threshold._2());
        });
  }

  private static int group(Row row, int width) {
    return row.isNullAt(width + 1) ? -1 : row.getInt(width + 1);
  }

  /** Returns a row of the output. */
  static Row ranked(Row row, int width, long rank, long n, String reason, Double threshold) {
    return RowValues.appendToFirst(
        row, width, rank, (double) rank / n, reason.equals(Reason.KEPT.word()), reason, threshold);
  }
}

package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.OrderStatistic;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ranking;
import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.select.order.WiderRow;
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
 * <p>The order is the policy's, ties by a 64-bit hash of id and seed, then id; so sizes are exact,
 * a smaller cut lies inside a larger one, and nothing depends on partitioning. With exploration
 * every prefix of K rows has floor(exploration K) rows drawn by another hash from all rows; the
 * policy orders the others. A floor rearranges the order (see {@link FloorOrder}) and keeps all
 * that. Scores are finite.
 *
 * <p>Cost: a check of the scores and a global sort with its sampling and offsets, about seven small
 * Spark jobs, and what the policy says; exploration sorts three times more; a floor adds about two
 * jobs. With a floor the driver holds some 16 bytes a row for classes and places, and what the
 * classes collect to must fit {@code spark.driver.maxResultSize}: about 250 million rows with
 * Spark's default of 1 GiB. Without a floor the driver holds nothing that grows with the rows.
 */
public final class Selection {

  private static final StructField[] ADDED = {
    DataTypes.createStructField(KEEP_RANK, DataTypes.LongType, false),
    DataTypes.createStructField(KEEP_QUANTILE, DataTypes.DoubleType, false),
    DataTypes.createStructField("kept", DataTypes.BooleanType, false),
    DataTypes.createStructField("reason", DataTypes.StringType, false),
    DataTypes.createStructField("threshold", DataTypes.DoubleType, true)
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

  /** Without floor and exploration. */
  public Selection(Policy policy, KeepCount count, long seed) {
    this(policy, count, null, BigDecimal.ZERO, seed);
  }

  /**
   * @param floor null for none
   * @param exploration share of every cut that is drawn by hash, in [0, 1], with at most six
   *     decimals
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
   * Returns the rows of {@code scored} (columns {@code id}, {@code score}, the class column, those
   * of the policy, and any others) with {@code keep_rank}, {@code keep_quantile}, {@code kept},
   * {@code reason} and {@code threshold} added.
   */
  public Dataset<Row> apply(Dataset<Row> scored) {
    return rank(scored).rows();
  }

  /** The same rows, and figures of the policy. */
  public Ranking rank(Dataset<Row> scored) {
    StructType input = scored.schema();
    Column score = col("score");
    Column unfit =
        score.isNull().or(isnan(score)).or(abs(score).equalTo(lit(Double.POSITIVE_INFINITY)));
    Row counts = scored.agg(count(lit(1)), count(when(unfit, 1))).first();
    long n = counts.getLong(0);
    long faulty = counts.getLong(1);
    if (faulty > 0) {
      throw new IllegalArgumentException(
          "score must be finite, " + faulty + " rows have none or NaN; score again");
    }
    Map<String, Object> details = new HashMap<>();
    Dataset<Row> ordered =
        exploration.signum() == 0
            ? ordered(scored, input, details)
            : mixed(scored, n, input, details);
    // One RDD for offsets and rows: its shuffle, and so its partitioning, is computed once.
    JavaRDD<Row> rows = ordered.javaRDD();
    long kept = count.of(n);
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
    return new Ranking(scored.sparkSession().createDataFrame(ranked, output), details);
  }

  /** Rows in the policy's order: the input's columns, reason if dropped, group, whether drawn. */
  private Dataset<Row> ordered(Dataset<Row> scored, StructType input, Map<String, Object> details) {
    PolicyOrder order = policy.order(scored, seed);
    details.putAll(order.details());
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

  /** The policy's order of the rows that are not drawn, and the drawn ones between them. */
  private Dataset<Row> mixed(
      Dataset<Row> scored, long n, StructType input, Map<String, Object> details) {
    Interleaving mix = new Interleaving(exploration, n);
    Column hash = Ties.hash(seed, "exploration");
    Column drawn = OrderStatistic.first(scored, lit(0.0), hash, mix.first(), n);
    details.put("explored", mix.firstUpTo(count.of(n)));
    Dataset<Row> first =
        scored
            .where(drawn)
            .orderBy(hash, col("id"))
            .select(selected(input, lit("pruned_random"), lit(null).cast("int"), lit(true)));
    Dataset<Row> second = ordered(scored.where(not(drawn)), input, details);
    return placed(first, rank -> mix.placeOfFirst(rank))
        .union(placed(second, rank -> mix.placeOfSecond(rank)))
        .orderBy(PLACE)
        .drop(PLACE);
  }

  private interface Places extends java.io.Serializable {
    long of(long rank);
  }

  private static Dataset<Row> placed(Dataset<Row> sorted, Places places) {
    StructType schema = sorted.schema();
    int width = schema.size();
    JavaRDD<Row> rows =
        sorted
            .javaRDD()
            .zipWithIndex()
            .map(pair -> WiderRow.of(pair._1(), width, places.of(pair._2() + 1)));
    return sorted
        .sparkSession()
        .createDataFrame(rows, schema.add(PLACE, DataTypes.LongType, false));
  }

  private static JavaRDD<Row> plain(
      JavaPairRDD<Row, Long> indexed, StructType input, long n, long kept) {
    int score = input.fieldIndex("score");
    int width = input.size();
    // The last row kept of each group that no draw brought in; without groups of all rows.
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
              stays ? "kept" : row.getString(width),
              threshold == null ? null : threshold._2());
        });
  }

  private static int group(Row row, int width) {
    return row.isNullAt(width + 1) ? -1 : row.getInt(width + 1);
  }

  /** A row of the output. */
  static Row ranked(Row row, int width, long rank, long n, String reason, Double threshold) {
    return WiderRow.of(
        row, width, rank, (double) rank / n, reason.equals("kept"), reason, threshold);
  }
}

package dev.winnow.transforms.select;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Ranks the scored examples in one total order and keeps a prefix of it.
 *
 * <p>The order is (score, or its distance to the median, or nothing; then a 64-bit hash of id and
 * seed; then id), so with n rows exactly K = floor(keepFraction n + 0.5) are kept, a smaller cut
 * lies inside a larger one, and nothing depends on partitioning. A floor rearranges the order (see
 * {@link FloorOrder}) and keeps all that. Scores are finite.
 *
 * <p>Cost: a check of the scores and a global sort with its sampling and offsets, about seven small
 * Spark jobs; MIDDLE sorts once more for the median, about four jobs; a floor adds about two. With
 * a floor the driver holds some 16 bytes a row for classes and places, and what the classes collect
 * to must fit {@code spark.driver.maxResultSize}: about 250 million rows with Spark's default of 1
 * GiB. Without a floor the driver holds nothing that grows with the rows.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, where f is the fraction
 *     <em>kept</em>
 */
public final class Selection {

  private static final StructField[] ADDED = {
    DataTypes.createStructField("keep_rank", DataTypes.LongType, false),
    DataTypes.createStructField("keep_quantile", DataTypes.DoubleType, false),
    DataTypes.createStructField("kept", DataTypes.BooleanType, false),
    DataTypes.createStructField("reason", DataTypes.StringType, false),
    DataTypes.createStructField("threshold", DataTypes.DoubleType, true)
  };

  private final Keep keep;
  private final BigDecimal keepFraction;
  private final String classColumn;
  private final BigDecimal floor;
  private final BalanceForm form;
  private final long seed;

  /**
   * @param keepFraction share of rows kept, in (0, 1]
   * @param classColumn string column of the classes that the floor protects; null for no floor.
   *     Rows of a null class are protected by none
   * @param floor share in [0, 1]
   */
  public Selection(
      Keep keep,
      BigDecimal keepFraction,
      String classColumn,
      BigDecimal floor,
      BalanceForm form,
      long seed) {
    if (keepFraction.signum() <= 0 || keepFraction.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("keepFraction must be in (0, 1], got " + keepFraction);
    }
    if (floor.signum() < 0 || floor.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("floor must be in [0, 1], got " + floor);
    }
    this.keep = keep;
    this.keepFraction = keepFraction;
    this.classColumn = floor.signum() == 0 ? null : classColumn;
    this.floor = floor;
    this.form = form;
    this.seed = seed;
  }

  /** K for n rows. */
  public static long keptRows(BigDecimal keepFraction, long rows) {
    return keepFraction
        .multiply(BigDecimal.valueOf(rows))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /**
   * Returns the rows of {@code scored} (columns {@code id}, {@code score}, the class column and any
   * others) with {@code keep_rank}, {@code keep_quantile}, {@code kept}, {@code reason} and {@code
   * threshold} added.
   */
  public Dataset<Row> apply(Dataset<Row> scored) {
    StructType input = scored.schema();
    long faulty = scored.where(col("score").isNull().or(isnan(col("score")))).count();
    if (faulty > 0) {
      throw new IllegalArgumentException(
          "score must be finite, " + faulty + " rows have none or NaN; score again");
    }
    Dataset<Row> ordered = scored.orderBy(order(scored));
    // One RDD for offsets and rows: its shuffle, and so its partitioning, is computed once.
    JavaRDD<Row> rows = ordered.javaRDD();
    long n = rows.count();
    long kept = keptRows(keepFraction, n);
    JavaPairRDD<Row, Long> indexed = rows.zipWithIndex();
    JavaRDD<Row> ranked =
        classColumn == null ? plain(indexed, input, n, kept) : floored(indexed, input, n, kept);
    StructType output = input;
    for (StructField field : ADDED) {
      output = output.add(field);
    }
    return scored.sparkSession().createDataFrame(ranked, output);
  }

  private Column[] order(Dataset<Row> scored) {
    Column hash = xxhash64(col("id"), lit(seed));
    return switch (keep) {
      case HARD -> new Column[] {col("score").desc(), hash.asc(), col("id").asc()};
      case EASY -> new Column[] {col("score").asc(), hash.asc(), col("id").asc()};
      case MIDDLE ->
          new Column[] {abs(col("score").minus(median(scored))).asc(), hash.asc(), col("id").asc()};
      case RANDOM -> new Column[] {hash.asc(), col("id").asc()};
    };
  }

  /** The exact lower median: the score at rank (n + 1) / 2. */
  private static double median(Dataset<Row> scored) {
    JavaPairRDD<Double, Long> indexed =
        scored.select("score").orderBy("score").javaRDD().map(r -> r.getDouble(0)).zipWithIndex();
    long n = indexed.count();
    if (n == 0) {
      return 0;
    }
    long middle = (n - 1) / 2;
    return indexed.filter(pair -> pair._2() == middle).first()._1();
  }

  private JavaRDD<Row> plain(JavaPairRDD<Row, Long> indexed, StructType input, long n, long kept) {
    int score = input.fieldIndex("score");
    Double threshold =
        kept == 0
            ? null
            : indexed
                .filter(pair -> pair._2() == kept - 1)
                .map(pair -> pair._1().getDouble(score))
                .first();
    String dropped = keep.reason();
    return indexed.map(
        pair -> {
          long rank = pair._2() + 1;
          boolean stays = rank <= kept;
          return with(pair._1(), rank, n, stays, stays ? "kept" : dropped, threshold);
        });
  }

  private JavaRDD<Row> floored(
      JavaPairRDD<Row, Long> indexed, StructType input, long n, long kept) {
    if (n > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "rows under a balance floor must be fewer than 2^31 - 8, got " + n);
    }
    int classAt = input.fieldIndex(classColumn);
    int score = input.fieldIndex("score");
    TreeSet<String> names =
        new TreeSet<>(
            indexed
                .keys()
                .filter(row -> !row.isNullAt(classAt))
                .map(row -> row.getString(classAt))
                .distinct()
                .collect());
    Map<String, Integer> codes = new HashMap<>();
    names.forEach(name -> codes.put(name, codes.size()));
    int[] classes = new int[(int) n];
    int at = 0;
    for (int[] part :
        indexed.keys().mapPartitions(part -> codesOf(part, classAt, codes)).collect()) {
      System.arraycopy(part, 0, classes, at, part.length);
      at += part.length;
    }
    int[] places = new FloorOrder(classes, codes.size(), floor, form).places();

    long[] last = lastKept(classes, places, codes.size(), kept);
    boolean[] bound = boundClasses(classes, places, codes.size(), kept);
    // Where no floor binds, the cut is the worst kept row of all classes that none protects.
    long plainLast = -1;
    for (int i = 0; i < classes.length; i++) {
      if (places[i] <= kept && (classes[i] < 0 || !bound[classes[i]])) {
        plainLast = i;
      }
    }
    last[codes.size()] = plainLast;
    Map<Long, Double> scores = scoresAt(indexed, score, last);
    Double[] thresholds = new Double[codes.size() + 1];
    for (int c = 0; c <= codes.size(); c++) {
      long row = c < codes.size() && bound[c] ? last[c] : plainLast;
      thresholds[c] = scores.get(row);
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(indexed.context());
    Broadcast<int[]> shipped = context.broadcast(places);
    Broadcast<Map<String, Integer>> shippedCodes = context.broadcast(codes);
    int none = codes.size();
    String dropped = keep.reason();
    return indexed.map(
        pair -> {
          long plainRank = pair._2() + 1;
          long rank = shipped.value()[pair._2().intValue()];
          boolean stays = rank <= kept;
          String reason = stays ? "kept" : plainRank <= kept ? "pruned_balance" : dropped;
          Row row = pair._1();
          int c = row.isNullAt(classAt) ? none : shippedCodes.value().get(row.getString(classAt));
          return with(row, rank, n, stays, reason, thresholds[c]);
        });
  }

  private static Iterator<int[]> codesOf(
      Iterator<Row> rows, int classAt, Map<String, Integer> codes) {
    List<Integer> found = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      found.add(row.isNullAt(classAt) ? -1 : codes.get(row.getString(classAt)));
    }
    return List.of(found.stream().mapToInt(Integer::intValue).toArray()).iterator();
  }

  /**
   * Base index of the last kept row of each class, and, in the last place, of all rows; -1 for
   * none.
   */
  private static long[] lastKept(int[] classes, int[] places, int classCount, long kept) {
    long[] last = new long[classCount + 1];
    java.util.Arrays.fill(last, -1);
    for (int i = 0; i < classes.length; i++) {
      if (places[i] <= kept) {
        if (classes[i] >= 0) {
          last[classes[i]] = i;
        }
      }
    }
    return last;
  }

  /** Classes that hold a kept row which the plain order would have dropped. */
  private static boolean[] boundClasses(int[] classes, int[] places, int classCount, long kept) {
    boolean[] bound = new boolean[classCount];
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] >= 0 && places[i] <= kept && i >= kept) {
        bound[classes[i]] = true;
      }
    }
    return bound;
  }

  private static Map<Long, Double> scoresAt(
      JavaPairRDD<Row, Long> indexed, int score, long[] wanted) {
    java.util.Set<Long> rows = new java.util.HashSet<>();
    for (long row : wanted) {
      rows.add(row);
    }
    Map<Long, Double> scores = new HashMap<>();
    for (Tuple2<Long, Double> pair :
        indexed
            .filter(p -> rows.contains(p._2()))
            .map(p -> new Tuple2<>(p._2(), p._1().getDouble(score)))
            .collect()) {
      scores.put(pair._1(), pair._2());
    }
    return scores;
  }

  private static Row with(
      Row row, long rank, long n, boolean stays, String reason, Double threshold) {
    Object[] values = new Object[row.size() + ADDED.length];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    int at = row.size();
    values[at] = rank;
    values[at + 1] = (double) rank / n;
    values[at + 2] = stays;
    values[at + 3] = reason;
    values[at + 4] = threshold;
    return RowFactory.create(values);
  }
}

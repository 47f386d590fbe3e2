package dev.winnow.transforms.select.zcore;

import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.task.Draws;
import dev.winnow.transforms.task.Snapshot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Scores of rows by coverage and redundancy. Each of many points is drawn in a few dimensions of
 * the embedding. The row nearest to the point, by the sum of absolute differences in these
 * dimensions, gets 1. Its nearest other rows in these dimensions lose 1 together, in proportion to
 * 1 / distance^4; where the nearest of them is equal to the row in these dimensions, it loses all.
 * Every row begins with a number in [0, 1) that a hash draws.
 *
 * <p>Rows are numbered by hash and id, and searched in blocks. The nearest rows of all blocks are
 * merged exactly, ties to the lower number, and scores are sums of whole steps of 2^-30. So neither
 * blocks nor partitions change a score.
 *
 * <p>Cost: two or three jobs that number the rows, one for the medians, one for the extremes, one
 * that finds the nearest rows, and one that adds up scores. A search reads about the square root of
 * the rows of a block. The embeddings are held in Spark's storage meanwhile, in 8 bytes a value.
 * The driver and every executor hold some 24 bytes a draw; the last job shuffles 16 bytes for each
 * draw, neighbour and block.
 *
 * @see <a href="https://arxiv.org/abs/2411.15349">Griffin et al. 2024</a>, section 3
 */
public final class CoverageScores {

  /** Column of the score. */
  public static final String SCORE = "winnow_coverage";

  /** First rows, by hash, whose medians stand for those of all rows. */
  private static final int MEDIAN_ROWS = 1 << 14;

  /** Number of draws of the paper's experiments, also on the largest data. */
  private static final long MOST_DRAWS = 1_000_000;

  private static final long DRAWS_A_ROW = 10;

  private static final int BLOCK_FLOATS = 1 << 23;

  private static final StructType SCORES =
      new StructType()
          .add("number", DataTypes.LongType, false)
          .add("steps", DataTypes.LongType, false);

  private static final StructType NUMBERED =
      new StructType()
          .add("number", DataTypes.LongType, false)
          .add(ID, DataTypes.StringType, false);

  private final Integer draws;
  private final int dims;
  private final int neighbours;
  private final int blockFloats;

  /**
   * Scores with figures for the run record.
   *
   * @param rows id, {@link #SCORE}
   */
  public record Scored(Dataset<Row> rows, Map<String, Number> figures) {}

  /**
   * @param draws number of points, at least 1; null for ten a row, at most 1,000,000
   * @param dims number of dimensions of a point, at least 1; all where there are fewer
   * @param neighbours number of rows that share the penalty of a draw, at least 1
   */
  public CoverageScores(Integer draws, int dims, int neighbours) {
    this(draws, dims, neighbours, BLOCK_FLOATS);
  }

  /**
   * @param blockFloats approximate number of floats of a block
   */
  public CoverageScores(Integer draws, int dims, int neighbours, int blockFloats) {
    if (draws != null && draws < 1 || dims < 1 || neighbours < 1) {
      throw new IllegalArgumentException(
          "draws, dims and neighbours must be at least 1, got "
              + draws
              + ", "
              + dims
              + " and "
              + neighbours);
    }
    this.draws = draws;
    this.dims = dims;
    this.neighbours = neighbours;
    this.blockFloats = blockFloats;
  }

  /**
   * Computes the scores.
   *
   * @param vectors id string, embedding array of floats of length {@code dim}
   * @param rows number of rows
   * @param seed seed of all draws
   */
  public Scored of(Dataset<Row> vectors, long rows, int dim, long seed) {
    SparkSession session = vectors.sparkSession();
    int partitions = Math.toIntExact(Math.max(1, (rows * dim + blockFloats - 1) / blockFloats));
    JavaRDD<ColumnBlock> blocks =
        blocks(vectors, partitions, dim, seed).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      PointDraws points = points(blocks, dim, seed);
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Broadcast<PointDraws> shipped = spark.broadcast(points);
      int all = draws(rows);
      int inDims = points.dims();
      // A reduction has no zero value, which would travel with every task.
      Winners winners =
          rows == 0
              ? Winners.none(all, inDims)
              : blocks
                  .map(block -> Winners.of(block, shipped.value(), all))
                  .treeReduce(Winners::merge);
      Broadcast<Winners> nearest = spark.broadcast(winners);
      Dataset<Row> steps =
          session.createDataFrame(
              steps(blocks, shipped, nearest).map(pair -> RowFactory.create(pair._1(), pair._2())),
              SCORES);
      Dataset<Row> ids = session.createDataFrame(blocks.flatMap(CoverageScores::ids), NUMBERED);
      Dataset<Row> scored =
          Snapshot.of(
              ids.join(steps, ids.col("number").equalTo(steps.col("number")), "left_outer")
                  .select(
                      col(ID),
                      coalesce(col("steps"), lit(0L))
                          .cast("double")
                          .divide(lit(Near.STEPS))
                          .plus(Draws.number(Draws.hash(seed, "zcore")))
                          .as(SCORE)));
      return new Scored(
          scored, Map.of("draws", all, "rows_nearest", rows == 0 ? 0L : winners.rows()));
    } finally {
      blocks.unpersist(false);
    }
  }

  private int draws(long rows) {
    return draws != null
        ? draws
        : (int) Math.max(1, Math.min(MOST_DRAWS, Math.multiplyExact(DRAWS_A_ROW, rows)));
  }

  /** Packs the rows, in the order of hash and id. */
  private static JavaRDD<ColumnBlock> blocks(
      Dataset<Row> vectors, int partitions, int dim, long seed) {
    return vectors
        .select(col(ID), col("embedding"), Ties.hash(seed).as("hash"))
        .repartitionByRange(partitions, col("hash"), col(ID))
        .sortWithinPartitions("hash", ID)
        .select(ID, "embedding")
        .javaRDD()
        .zipWithIndex()
        .mapPartitions(rows -> pack(rows, dim));
  }

  private static Iterator<ColumnBlock> pack(Iterator<Tuple2<Row, Long>> rows, int dim) {
    if (!rows.hasNext()) {
      return List.<ColumnBlock>of().iterator();
    }
    float[][] columns = new float[dim][1024];
    String[] ids = new String[1024];
    int n = 0;
    long first = 0;
    while (rows.hasNext()) {
      Tuple2<Row, Long> row = rows.next();
      first = n == 0 ? row._2() : first;
      if (n == ids.length) {
        ids = Arrays.copyOf(ids, 2 * n);
        for (int j = 0; j < dim; j++) {
          columns[j] = Arrays.copyOf(columns[j], 2 * n);
        }
      }
      ids[n] = row._1().getString(0);
      List<Float> vector = row._1().getList(1);
      if (vector.size() != dim) {
        throw new IllegalArgumentException(
            "embeddings must have " + dim + " values, got " + vector.size() + " for " + ids[n]);
      }
      for (int j = 0; j < dim; j++) {
        columns[j][n] = vector.get(j);
      }
      n++;
    }
    for (int j = 0; j < dim; j++) {
      columns[j] = Arrays.copyOf(columns[j], n);
    }
    return List.of(ColumnBlock.of(first, Arrays.copyOf(ids, n), columns)).iterator();
  }

  private PointDraws points(JavaRDD<ColumnBlock> blocks, int dim, long seed) {
    float[][] extremes =
        blocks
            .map(CoverageScores::extremes)
            .treeAggregate(
                new float[][] {filled(dim, Float.MAX_VALUE), filled(dim, -Float.MAX_VALUE)},
                CoverageScores::wider,
                CoverageScores::wider);
    List<float[][]> heads =
        blocks.filter(block -> block.first() < MEDIAN_ROWS).map(CoverageScores::head).collect();
    float[] medians = new float[dim];
    for (int j = 0; j < dim; j++) {
      int column = j;
      int size = heads.stream().mapToInt(head -> head[column].length).sum();
      float[] values = new float[size];
      int at = 0;
      for (float[][] head : heads) {
        System.arraycopy(head[j], 0, values, at, head[j].length);
        at += head[j].length;
      }
      Arrays.sort(values);
      medians[j] = size == 0 ? 0 : (float) ((0.0 + values[(size - 1) / 2] + values[size / 2]) / 2);
    }
    return new PointDraws(extremes[0], medians, extremes[1], Math.min(dims, dim), seed);
  }

  private static float[][] head(ColumnBlock block) {
    int n = (int) Math.min(block.size(), MEDIAN_ROWS - block.first());
    float[][] head = new float[block.columns().length][];
    for (int j = 0; j < head.length; j++) {
      head[j] = Arrays.copyOf(block.columns()[j], n);
    }
    return head;
  }

  private static float[] filled(int dim, float value) {
    float[] filled = new float[dim];
    Arrays.fill(filled, value);
    return filled;
  }

  private static float[][] extremes(ColumnBlock block) {
    int dim = block.columns().length;
    float[][] extremes = new float[2][dim];
    for (int j = 0; j < dim; j++) {
      extremes[0][j] = block.columns()[j][block.sorted()[j][0]];
      extremes[1][j] = block.columns()[j][block.sorted()[j][block.size() - 1]];
    }
    return extremes;
  }

  private static float[][] wider(float[][] one, float[][] other) {
    for (int j = 0; j < one[0].length; j++) {
      one[0][j] = Math.min(one[0][j], other[0][j]);
      one[1][j] = Math.max(one[1][j], other[1][j]);
    }
    return one;
  }

  private static Iterator<Row> ids(ColumnBlock block) {
    return IntStream.range(0, block.size())
        .mapToObj(i -> RowFactory.create(block.first() + i, block.ids()[i]))
        .iterator();
  }

  /** Returns the sum of each row's gains and penalties, in steps; rows without any are absent. */
  private JavaPairRDD<Long, Long> steps(
      JavaRDD<ColumnBlock> blocks, Broadcast<PointDraws> points, Broadcast<Winners> winners) {
    int most = neighbours;
    JavaPairRDD<Integer, Near> near =
        blocks.flatMapToPair(
            block ->
                IntStream.range(0, winners.value().numbers().length)
                    .mapToObj(draw -> draw)
                    .map(new RedundantRows(block, points.value(), winners.value(), most)::of)
                    .iterator());
    JavaPairRDD<Integer, Near> merged =
        blocks.getNumPartitions() == 1 ? near : near.reduceByKey((a, b) -> a.merge(b, most));
    return merged.mapPartitionsToPair(pairs -> sums(pairs, winners.value())).reduceByKey(Long::sum);
  }

  private static Iterator<Tuple2<Long, Long>> sums(
      Iterator<Tuple2<Integer, Near>> pairs, Winners winners) {
    StepSums sums = new StepSums();
    while (pairs.hasNext()) {
      Tuple2<Integer, Near> pair = pairs.next();
      sums.add(winners.numbers()[pair._1()], pair._2());
    }
    return sums.pairs();
  }
}

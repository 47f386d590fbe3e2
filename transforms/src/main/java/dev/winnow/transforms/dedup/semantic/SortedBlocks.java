package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.transforms.neighbours.ShippedNearest;
import dev.winnow.transforms.task.LookAhead;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
import scala.Option;

/**
 * Packed rows by cluster and in their order. They stay on the executors, in Spark's storage memory
 * as far as it suffices, and on disk for the rest ({@code 4 dim} bytes a row and the ids). A large
 * cluster lies in several partitions, and a partition holds many small clusters. No task holds
 * either of them as a whole.
 *
 * <p>The driver holds 24 bytes a partition.
 */
final class SortedBlocks implements AutoCloseable {

  private static final StructType IDS =
      new StructType()
          .add("place", DataTypes.LongType, false)
          .add("id", DataTypes.StringType, false)
          .add(CLUSTER_ID, DataTypes.IntegerType, false);

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final JavaRDD<TileBlock> blocks;
  private final Segments segments;
  private final Broadcast<long[]> starts;

  /** Work of one task. */
  interface TileTask<T> extends Serializable {
    Iterator<T> run(TileGroup group, Iterator<TileBlock> blocks, long[] starts);
  }

  private SortedBlocks(SparkSession session, JavaRDD<TileBlock> blocks) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.blocks = blocks.persist(StorageLevel.MEMORY_AND_DISK());
    this.segments =
        Segments.of(
            blocks.getNumPartitions(),
            blocks
                .mapPartitionsWithIndex(
                    (partition, content) -> Segments.facts(partition, content).iterator(), true)
                .collect());
    this.starts = spark.broadcast(segments.starts());
  }

  /**
   * Packs rows that are compared in their own cluster only. Cost: a sort of all rows, and a job
   * that counts them by partition.
   *
   * @param partitionRows approximate number of rows of a partition
   */
  static SortedBlocks of(
      Dataset<Row> rows, SemanticOptions options, Extent extent, int partitionRows) {
    SparkSession session = rows.sparkSession();
    int parallelism = session.sparkContext().defaultParallelism();
    int partitions = extent.partitions(extent.rows(), partitionRows, parallelism);
    JavaRDD<Member> members = MemberOrder.byCluster(rows, options, partitions);
    return new SortedBlocks(session, packed(members, partitionRows, false));
  }

  /**
   * Packs rows that are compared in several clusters each. Cost: a sort of all rows, one of all
   * members of clusters, and a job after each.
   *
   * @param prototypes {@code float[k * dim]}
   */
  static SortedBlocks probed(
      Dataset<Row> rows,
      SemanticOptions options,
      Extent extent,
      int partitionRows,
      float[] prototypes) {
    SparkSession session = rows.sparkSession();
    int parallelism = session.sparkContext().defaultParallelism();
    int inClusters = 1 + Math.min(options.probes(), prototypes.length / extent.dim() - 1);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    JavaRDD<Member> members =
        MemberOrder.byClusters(
            rows,
            options,
            new ShippedNearest(spark, prototypes, extent.dim()),
            extent.partitions(extent.rows(), partitionRows, parallelism),
            extent.partitions(extent.rows() * inClusters, partitionRows, parallelism));
    return new SortedBlocks(session, packed(members, partitionRows, true));
  }

  private static JavaRDD<TileBlock> packed(JavaRDD<Member> members, int most, boolean placed) {
    return members.mapPartitionsWithIndex(
        (partition, content) -> new BlockPacking(content, partition, most, placed), true);
  }

  Segments segments() {
    return segments;
  }

  int partitions() {
    return blocks.getNumPartitions();
  }

  JavaSparkContext spark() {
    return spark;
  }

  SparkSession session() {
    return session;
  }

  JavaRDD<TileBlock> blocks() {
    return blocks;
  }

  Broadcast<long[]> starts() {
    return starts;
  }

  /** Runs a task for each group. */
  <T> JavaRDD<T> tiles(List<TileGroup> groups, TileTask<T> task) {
    if (groups.isEmpty()) {
      return spark.emptyRDD();
    }
    Broadcast<List<TileGroup>> shipped = spark.broadcast(new ArrayList<>(groups));
    Broadcast<long[]> numbers = starts;
    return blocks
        .rdd()
        .coalesce(groups.size(), false, Option.apply(new TileGroup.Partitions(groups)), null)
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (index, content) -> task.run(shipped.value().get(index), content, numbers.value()),
            false);
  }

  /** Returns (place, id, cluster_id) of every row, once. */
  Dataset<Row> ids() {
    Broadcast<long[]> numbers = starts;
    JavaRDD<Row> rows =
        blocks.flatMap(
            block -> {
              long[] places = block.places(numbers.value());
              List<Row> named = new ArrayList<>(block.size());
              for (int i = 0; i < places.length; i++) {
                if (block.ids()[i] != null) {
                  named.add(RowFactory.create(places[i], block.ids()[i], block.cluster()));
                }
              }
              return named.iterator();
            });
    return session.createDataFrame(rows, IDS);
  }

  /** Takes the blocks of the column partition, and leaves the iterator after it. */
  static List<TileBlock> columns(TileGroup group, LookAhead<TileBlock> blocks) {
    List<TileBlock> columns = new ArrayList<>();
    while (blocks.hasNext() && blocks.peek().partition() == group.column()) {
      columns.add(blocks.next());
    }
    return columns;
  }

  /** Returns the blocks at the end that are of the last block's cluster. */
  static List<TileBlock> lastCluster(List<TileBlock> blocks) {
    int from = blocks.size();
    while (from > 0 && blocks.get(from - 1).cluster() == blocks.get(blocks.size() - 1).cluster()) {
      from--;
    }
    return new ArrayList<>(blocks.subList(from, blocks.size()));
  }

  @Override
  public void close() {
    blocks.unpersist(false);
    starts.destroy();
  }
}

package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;

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
 * All rows by cluster and in their order, packed on the executors, where they stay in Spark's
 * storage memory as far as it reaches and on disk for the rest ({@code 4 dim} bytes a row and the
 * ids). A large cluster lies in several partitions, a partition holds many small clusters; neither
 * is ever held by one task as a whole.
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
  private final JavaRDD<Block> blocks;
  private final Segments segments;
  private final Broadcast<long[]> starts;

  /** Does the work of one task. */
  interface TileTask<T> extends Serializable {
    Iterator<T> run(TileGroup group, Iterator<Block> blocks, long[] starts);
  }

  private SortedBlocks(SparkSession session, JavaRDD<Block> blocks) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.blocks = blocks.persist(StorageLevel.MEMORY_AND_DISK());
    this.segments =
        Segments.of(
            blocks.getNumPartitions(),
            blocks
                .mapPartitionsWithIndex(
                    (partition, own) -> Segments.facts(partition, own).iterator(), true)
                .collect());
    this.starts = spark.broadcast(segments.starts());
  }

  /**
   * Packs rows that are compared in their own cluster only: a sort of all rows, and a job that
   * counts them by partition.
   *
   * @param partitionRows about as many rows lie in a partition
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
   * Packs rows that are compared in some clusters each: a sort of all rows, one of all members of
   * clusters, and a job after each.
   */
  static SortedBlocks of(
      Dataset<Row> rows,
      SemanticOptions options,
      Extent extent,
      int partitionRows,
      Prototypes prototypes) {
    SparkSession session = rows.sparkSession();
    int parallelism = session.sparkContext().defaultParallelism();
    int inClusters = 1 + Math.min(options.probes(), prototypes.size() - 1);
    JavaRDD<Member> members =
        MemberOrder.byClusters(
            rows,
            options,
            prototypes,
            extent.partitions(extent.rows(), partitionRows, parallelism),
            extent.partitions(extent.rows() * inClusters, partitionRows, parallelism));
    return new SortedBlocks(session, packed(members, partitionRows, true));
  }

  private static JavaRDD<Block> packed(JavaRDD<Member> members, int most, boolean placed) {
    return members.mapPartitionsWithIndex(
        (partition, own) -> new BlockPacking(own, partition, most, placed), true);
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

  JavaRDD<Block> blocks() {
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
        .coalesce(groups.size(), false, Option.apply(new TilePartitions(groups)), null)
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (index, own) -> task.run(shipped.value().get(index), own, numbers.value()), false);
  }

  /** (place, id, cluster_id) of every row, once. */
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

  /**
   * The blocks of the column partition, as far as they are needed; leaves the iterator after it.
   */
  static List<Block> columns(TileGroup group, LookAhead blocks) {
    List<Block> columns = new ArrayList<>();
    while (blocks.hasNext() && blocks.peek().partition() == group.column()) {
      columns.add(blocks.next());
    }
    return columns;
  }

  /** The last blocks, those of the last one's cluster. */
  static List<Block> lastCluster(List<Block> blocks) {
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

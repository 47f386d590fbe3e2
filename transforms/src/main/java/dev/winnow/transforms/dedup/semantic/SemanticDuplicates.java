package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.dedup.groups.ConnectedComponents;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Finds semantic duplicates: rows that are close to an earlier row. {@link WhichToKeep} orders the
 * rows. Two rows are close if their cosine is above 1 - epsilon. {@link Rule} decides which of them
 * are dropped.
 *
 * <p>Rows are (id string, cluster_id int, distance double, embedding array of float). Ids are
 * unique, distances are finite, and embeddings are finite, of one dimension and of length 1. A zero
 * vector is close to no row. Two rows are compared if they share a cluster. A row is in its own
 * cluster and, with probes, in the other clusters whose prototypes are nearest to it. A pair that
 * meets in several clusters counts once.
 *
 * <p>The result does not depend on partitioning, on the order of the input, or on how the work is
 * divided. Cosines are dot products of one chain of fused multiply-adds. They are compared as
 * computed, and are limited to at most 1 when they are published.
 *
 * <p>Cost: a count, a sort of all rows (two with probes), and half of the products of each cluster,
 * {@code n n dim} operations for n rows, spread over tasks. The rows stay packed in Spark's storage
 * until {@link #close}. A task holds the vectors of two partitions, of about 32 MiB each. A task
 * that orders the pairs of a cluster (with probes: of a connected component) holds about 60 bytes
 * for each of its rows that has a duplicate. {@link GreedyRounds} has the cost of the greedy rule.
 *
 * @see <a href="https://arxiv.org/abs/2303.09540">Abbas et al. 2023, SemDeDup</a>
 */
public final class SemanticDuplicates implements AutoCloseable {

  /** About 60 MB in {@link Witnesses}, which is less work than finding the components. */
  private static final long ONE_TASK = 1 << 20;

  private final SemanticOptions options;
  private final Dataset<Row> rows;

  /** {@code float[k * dim]}; null without probes. */
  private final float[] prototypes;

  private final Extent extent;
  private final int partitionRows;
  private final long oneTask;
  private final List<JavaRDD<Row>> held = new ArrayList<>();
  private SortedBlocks blocks;
  private List<TileGroup> tiles;
  private Dataset<Row> maxima;
  private Dataset<Row> witnesses;

  /**
   * Counts the rows, in one job. All other work starts when a result is requested.
   *
   * @throws IllegalArgumentException if the embeddings have different lengths, or if there are
   *     probes but no prototypes
   */
  public SemanticDuplicates(SemanticOptions options, Dataset<Row> rows) {
    this(options, rows, null);
  }

  /**
   * @param prototypes tree whose leaves have the cluster ids as their indices; needed for probes
   *     only
   */
  public SemanticDuplicates(SemanticOptions options, Dataset<Row> rows, CentroidTree prototypes) {
    this(options, rows, prototypes, 0, ONE_TASK);
  }

  /**
   * @param partitionRows approximate number of rows of a partition; 0 for a number that suits their
   *     length
   * @param oneTask number of pairs up to which one task orders all pairs, whatever their clusters
   */
  SemanticDuplicates(
      SemanticOptions options,
      Dataset<Row> rows,
      CentroidTree prototypes,
      int partitionRows,
      long oneTask) {
    if (options.probes() > 0 && prototypes == null) {
      throw new IllegalArgumentException(
          "probes need prototypes, got probes " + options.probes() + " and none");
    }
    this.oneTask = oneTask;
    this.options = options;
    this.rows = rows;
    this.extent = Extent.measure(rows);
    if (options.probes() > 0 && extent.rows() > 0 && extent.dim() != prototypes.dim()) {
      throw new IllegalArgumentException(
          "vector lengths differ: embeddings have "
              + extent.dim()
              + ", prototypes have "
              + prototypes.dim());
    }
    this.prototypes = options.probes() > 0 ? prototypes.leaves().centroids() : null;
    this.partitionRows = partitionRows > 0 ? partitionRows : extent.partitionRows();
  }

  /** Returns the number of rows, including duplicates. */
  public long rows() {
    return extent.rows();
  }

  SemanticOptions options() {
    return options;
  }

  /**
   * Returns the dropped rows: (id, duplicate_of, representative, cosine_similarity double,
   * cluster_id, similarity double, rule). {@code duplicate_of} is a close row; both similarities
   * are the cosine with it. Following {@code duplicate_of} from row to row leads to {@code
   * representative}, the row that stays.
   *
   * <ul>
   *   <li>reference: {@code duplicate_of} is the earlier row of the greatest cosine, of equal ones
   *       the first. That row may be dropped itself.
   *   <li>greedy: it is the earlier row of the greatest cosine among those that stay, of equal ones
   *       the first. It is the representative too.
   *   <li>components: it is the next row on the way to the first row of the component, in the
   *       spanning tree that is least if pairs are ordered by their later, then by their earlier
   *       row. For a row that is close to later rows only, it is one of those.
   * </ul>
   *
   * <p>Valid until {@link #close}. The first job that reads the products computes them, once. The
   * rounds of the greedy rule, and with probes a count of the pairs and the rounds of {@link
   * ConnectedComponents}, run in this call.
   */
  public Dataset<Row> duplicates() {
    if (extent.rows() == 0) {
      return DuplicateRows.none(session());
    }
    if (witnesses == null) {
      witnesses =
          switch (options.rule()) {
            case REFERENCE -> witnesses(reference());
            case GREEDY -> greedy();
            case COMPONENTS -> witnesses(pairs());
          };
    }
    return DuplicateRows.named(witnesses, ids(), options.rule());
  }

  private SortedBlocks blocks() {
    if (blocks == null) {
      blocks =
          prototypes == null
              ? SortedBlocks.of(rows, options, extent, partitionRows)
              : SortedBlocks.probed(rows, options, extent, partitionRows, prototypes);
      tiles = blocks.segments().tiles(blocks.spark().defaultParallelism());
    }
    return blocks;
  }

  /**
   * Returns rows of {@link Maxima#SCHEMA}: for each row that has an earlier row in its clusters,
   * the greatest product with such a row, and the first row that has it. Computed once, in the
   * first job that reads them.
   */
  Dataset<Row> maxima() {
    SortedBlocks sorted = blocks();
    if (maxima == null) {
      maxima =
          hold(
              bestLinks(
                  new Maxima(sorted, tiles, PlaceFilter.ALL, PlaceFilter.ALL)
                      .links(Float.NEGATIVE_INFINITY)));
    }
    return maxima;
  }

  /** Holds rows of {@link Maxima#SCHEMA}, which are computed once, until this is closed. */
  private Dataset<Row> hold(JavaRDD<Row> links) {
    held.add(links.persist(StorageLevel.MEMORY_AND_DISK()));
    return session().createDataFrame(links, Maxima.SCHEMA);
  }

  SparkSession session() {
    return rows.sparkSession();
  }

  /** Returns the best link of each row over all its clusters. */
  private JavaRDD<Row> bestLinks(JavaRDD<Row> links) {
    if (prototypes == null) {
      return links;
    }
    return blocks
        .session()
        .createDataFrame(links, Maxima.SCHEMA)
        .groupBy("later")
        .agg(min(struct(negate(col("product")).as("minus"), col("earlier"))).as("best"))
        .select(
            lit(0L).as("cluster"),
            col("later"),
            col("best.earlier").as("earlier"),
            negate(col("best.minus")).as("product"))
        .javaRDD();
  }

  /** Returns (place, id, cluster_id) of every row. */
  Dataset<Row> ids() {
    return blocks().ids();
  }

  private float least() {
    return new Threshold(options.epsilon()).least();
  }

  private Dataset<Row> reference() {
    return maxima().where(col("product").geq(lit(least())));
  }

  /** Returns the spanning forests of all tiles. */
  private Dataset<Row> pairs() {
    SortedBlocks sorted = blocks();
    float least = least();
    return hold(
        sorted.tiles(
            tiles, (group, content, starts) -> new TilePairs(starts, least).run(group, content)));
  }

  private Dataset<Row> witnesses(Dataset<Row> pairs) {
    if (prototypes == null) {
      return Witnesses.of(pairs);
    }
    if (pairs.count() <= oneTask) {
      return Witnesses.of(pairs.withColumn("cluster", lit(0L)));
    }
    Dataset<Row> components =
        ConnectedComponents.inRounds(pairs.select(col("later").as("a"), col("earlier").as("b")));
    return Witnesses.of(
        pairs
            .join(components, col("later").equalTo(col("id")))
            .select(col("component").as("cluster"), col("later"), col("earlier"), col("product")));
  }

  private Dataset<Row> greedy() {
    SortedBlocks sorted = blocks();
    GreedyRounds rounds = new GreedyRounds(sorted, tiles, least());
    Roaring64Bitmap kept =
        prototypes == null ? rounds.byPartition() : rounds.byDependence(extent.rows());
    Broadcast<Roaring64Bitmap> shipped = sorted.spark().broadcast(kept);
    JavaRDD<Row> links =
        new Maxima(sorted, tiles, new PlaceFilter(shipped, false), new PlaceFilter(shipped, true))
            .links(least());
    return hold(bestLinks(links))
        .select(
            col("later").as("place"),
            col("earlier").as("witness"),
            col("earlier").as("root"),
            col("product"));
  }

  /** Frees Spark's storage. Datasets that were returned must not be read any more. */
  @Override
  public void close() {
    held.forEach(links -> links.unpersist(false));
    if (blocks != null) {
      blocks.close();
    }
  }
}

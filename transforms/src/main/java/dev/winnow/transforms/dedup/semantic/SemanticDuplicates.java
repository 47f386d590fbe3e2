package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.transforms.cluster.CentroidTree;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds the rows that are close to a row before them: semantic duplicates. Rows are ordered by
 * {@link WhichToKeep}, and close when their cosine is above 1 - epsilon; {@link Rule} says which of
 * them fall.
 *
 * <p>Rows are (id string, cluster_id int, distance double, embedding array of float): ids are
 * unique, distances are finite, embeddings finite, of one length and of unit length; a zero vector
 * is close to none. Two rows are compared when they share a cluster. A row is in its own one and,
 * with probes, in those other clusters whose prototypes are nearest to it; a pair that meets in
 * several clusters counts once.
 *
 * <p>The result does not depend on partitioning, on the order of the input, or on how the work is
 * cut: cosines are dot products of one chain of fused multiply-adds, ordered as they come out and
 * clamped to at most 1 when they are published.
 *
 * <p>Cost: a count, a sort of all rows (two with probes), and for a cluster of n rows half of its
 * products, {@code n n dim} operations, spread over tasks. The rows stay packed in Spark's storage
 * until {@link #close}. A task holds the vectors of two partitions, of about 32 MiB each; ordering
 * the pairs of a cluster (with probes: of a connected component), about 60 bytes for each of its
 * rows that has a duplicate. {@link GreedyRounds} says what the greedy rule adds.
 *
 * @see <a href="https://arxiv.org/abs/2303.09540">Abbas et al. 2023, SemDeDup</a>
 */
public final class SemanticDuplicates implements AutoCloseable {

  private static final StructType DUPLICATES =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("duplicate_of", DataTypes.StringType, false)
          .add("representative", DataTypes.StringType, false)
          .add("cosine_similarity", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, false)
          .add("rule", DataTypes.StringType, false);

  private final SemanticOptions options;
  private final Dataset<Row> rows;
  private final Prototypes prototypes;
  private final Extent extent;
  private final int partitionRows;
  private SortedBlocks blocks;
  private List<TileGroup> tiles;
  private JavaRDD<Row> maxima;
  private StarComponents components;

  /**
   * Counts the rows, in one job; the rest waits until something is asked for.
   *
   * @throws IllegalArgumentException when the embeddings have different lengths, or probes are
   *     asked for without prototypes
   */
  public SemanticDuplicates(SemanticOptions options, Dataset<Row> rows) {
    this(options, rows, null);
  }

  /**
   * @param prototypes whose leaves cluster ids count; needed for probes only
   */
  public SemanticDuplicates(SemanticOptions options, Dataset<Row> rows, CentroidTree prototypes) {
    this(options, rows, prototypes, 0);
  }

  /**
   * @param partitionRows about as many rows lie in a partition; 0 for what suits their length
   */
  SemanticDuplicates(
      SemanticOptions options, Dataset<Row> rows, CentroidTree prototypes, int partitionRows) {
    if (options.probes() > 0 && prototypes == null) {
      throw new IllegalArgumentException(
          "probes need prototypes, got probes " + options.probes() + " and none");
    }
    this.options = options;
    this.rows = rows;
    this.prototypes = options.probes() > 0 ? new Prototypes(prototypes) : null;
    this.extent = Extent.of(rows);
    if (this.prototypes != null && extent.rows() > 0 && extent.dim() != this.prototypes.dim()) {
      throw new IllegalArgumentException(
          "vector lengths differ: embeddings have "
              + extent.dim()
              + ", prototypes have "
              + this.prototypes.dim());
    }
    this.partitionRows = partitionRows > 0 ? partitionRows : extent.partitionRows();
  }

  /** Number of rows, duplicates among them. */
  public long rows() {
    return extent.rows();
  }

  SemanticOptions options() {
    return options;
  }

  /**
   * The rows that fall: (id, duplicate_of, representative, cosine_similarity double, cluster_id,
   * similarity double, rule). {@code duplicate_of} is a close row, with the cosine given twice, and
   * following it from row to row leads to {@code representative}, the row that stays.
   *
   * <ul>
   *   <li>reference: {@code duplicate_of} is the earlier row of the greatest cosine, of equal ones
   *       the first; it may have fallen itself.
   *   <li>greedy: of the earlier rows that stay the one of the greatest cosine, of equal ones the
   *       first; it is the representative.
   *   <li>components: the next row on the way to the first row of the component, in the spanning
   *       tree that is least when pairs are ordered by their later, then by their earlier row. A
   *       row that is close to later rows only hangs from one of those.
   * </ul>
   *
   * <p>Valid until {@link #close}; evaluated by the jobs that read it, but for greedy's rounds and,
   * with probes, connected components, which run here.
   */
  public Dataset<Row> duplicates() {
    if (extent.rows() == 0) {
      return rows.sparkSession().createDataFrame(List.<Row>of(), DUPLICATES);
    }
    return switch (options.rule()) {
      case REFERENCE -> named(witnesses(reference()));
      case GREEDY -> named(greedy());
      case COMPONENTS -> named(witnesses(pairs()));
    };
  }

  private SortedBlocks blocks() {
    if (blocks == null) {
      blocks =
          prototypes == null
              ? SortedBlocks.of(rows, options, extent, partitionRows)
              : SortedBlocks.of(rows, options, extent, partitionRows, prototypes);
      tiles = blocks.segments().tiles(blocks.spark().defaultParallelism());
    }
    return blocks;
  }

  /**
   * Rows of {@link Maxima#SCHEMA}: of each row that has an earlier one, its greatest product with
   * such a row, and the first row that has it. Computed once, in the first job that reads them.
   */
  Dataset<Row> maxima() {
    SortedBlocks sorted = blocks();
    if (maxima == null) {
      JavaRDD<Row> links =
          new Maxima(sorted, tiles, PlaceFilter.ALL, PlaceFilter.ALL)
              .links(Float.NEGATIVE_INFINITY);
      maxima = once(links).persist(StorageLevel.MEMORY_AND_DISK());
    }
    return sorted.session().createDataFrame(maxima, Maxima.SCHEMA);
  }

  SparkSession session() {
    return rows.sparkSession();
  }

  /** The best link of each row over all the clusters in which it is. */
  private JavaRDD<Row> once(JavaRDD<Row> links) {
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

  /** (place, id, cluster_id) of every row. */
  Dataset<Row> ids() {
    return blocks().ids();
  }

  private float least() {
    return new Threshold(options.epsilon()).least();
  }

  private Dataset<Row> reference() {
    return maxima().where(col("product").geq(lit(least())));
  }

  /** The spanning forests of all tiles. */
  private Dataset<Row> pairs() {
    SortedBlocks sorted = blocks();
    float least = least();
    return sorted
        .session()
        .createDataFrame(
            sorted.tiles(
                tiles, (group, own, starts) -> new TilePairs(starts, least).run(group, own)),
            Maxima.SCHEMA);
  }

  private Dataset<Row> witnesses(Dataset<Row> pairs) {
    if (prototypes == null) {
      return Witnesses.of(pairs);
    }
    if (components == null) {
      components = new StarComponents();
    }
    Dataset<Row> roots = components.of(pairs);
    return Witnesses.of(
        pairs
            .join(roots, col("later").equalTo(col("vertex")))
            .select(col("root").as("cluster"), col("later"), col("earlier"), col("product")));
  }

  private Dataset<Row> greedy() {
    SortedBlocks sorted = blocks();
    GreedyRounds rounds = new GreedyRounds(sorted, tiles, least());
    PlaceSet kept = prototypes == null ? rounds.byPartition() : rounds.byDependence(extent.rows());
    Broadcast<PlaceSet> shipped = sorted.spark().broadcast(kept);
    JavaRDD<Row> links =
        new Maxima(sorted, tiles, new PlaceFilter(shipped, false), new PlaceFilter(shipped, true))
            .links(least());
    return sorted
        .session()
        .createDataFrame(once(links), Maxima.SCHEMA)
        .select(
            col("later").as("place"),
            col("earlier").as("witness"),
            col("earlier").as("root"),
            col("product"));
  }

  /** Rows of {@link Witnesses#SCHEMA} with ids for places. */
  private Dataset<Row> named(Dataset<Row> witnesses) {
    Dataset<Row> ids = ids();
    Column cosine = Threshold.cosine(col("product"));
    return witnesses
        .join(ids, "place")
        .join(ids.select(col("place").as("witness"), col("id").as("duplicate_of")), "witness")
        .join(ids.select(col("place").as("root"), col("id").as("representative")), "root")
        .select(
            col("id"),
            col("duplicate_of"),
            col("representative"),
            cosine.as("cosine_similarity"),
            col("cluster_id"),
            cosine.as("similarity"),
            lit(options.rule().word()).as("rule"));
  }

  /** Frees what Spark's storage holds; datasets that were returned must not be read any more. */
  @Override
  public void close() {
    if (maxima != null) {
      maxima.unpersist(false);
    }
    if (components != null) {
      components.close();
    }
    if (blocks != null) {
      blocks.close();
    }
  }
}

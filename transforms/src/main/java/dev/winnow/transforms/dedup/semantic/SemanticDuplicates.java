package dev.winnow.transforms.dedup.semantic;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.groups.StarComponents;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  /** About 60 MB in {@link Witnesses}: less than what finding the components takes. */
  private static final long ONE_TASK = 1 << 20;

  private final SemanticOptions options;
  private final Dataset<Row> rows;
  private final Prototypes prototypes;
  private final Extent extent;
  private final int partitionRows;
  private final long oneTask;
  private final List<JavaRDD<Row>> held = new ArrayList<>();
  private SortedBlocks blocks;
  private List<TileGroup> tiles;
  private Dataset<Row> maxima;
  private Dataset<Row> witnesses;
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
    this(options, rows, prototypes, 0, ONE_TASK);
  }

  /**
   * @param partitionRows about as many rows lie in a partition; 0 for what suits their length
   * @param oneTask pairs that one task puts in order, whatever clusters they lie in
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
   * <p>Valid until {@link #close}; the products are computed once, by the first job that reads
   * them, but for greedy's rounds and, with probes, connected components, which run here.
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
      maxima =
          held(
              once(
                  new Maxima(sorted, tiles, PlaceFilter.ALL, PlaceFilter.ALL)
                      .links(Float.NEGATIVE_INFINITY)));
    }
    return maxima;
  }

  /** Rows of {@link Maxima#SCHEMA} that are computed once and held until this is closed. */
  private Dataset<Row> held(JavaRDD<Row> links) {
    held.add(links.persist(StorageLevel.MEMORY_AND_DISK()));
    return session().createDataFrame(links, Maxima.SCHEMA);
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
    return held(
        sorted.tiles(tiles, (group, own, starts) -> new TilePairs(starts, least).run(group, own)));
  }

  private Dataset<Row> witnesses(Dataset<Row> pairs) {
    if (prototypes == null) {
      return Witnesses.of(pairs);
    }
    if (pairs.count() <= oneTask) {
      return Witnesses.of(pairs.withColumn("cluster", lit(0L)));
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
    return held(once(links))
        .select(
            col("later").as("place"),
            col("earlier").as("witness"),
            col("earlier").as("root"),
            col("product"));
  }

  /** Frees what Spark's storage holds; datasets that were returned must not be read any more. */
  @Override
  public void close() {
    held.forEach(links -> links.unpersist(false));
    if (components != null) {
      components.close();
    }
    if (blocks != null) {
      blocks.close();
    }
  }
}

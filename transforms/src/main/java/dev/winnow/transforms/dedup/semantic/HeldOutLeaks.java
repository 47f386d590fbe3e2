package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds the rows of a corpus that are close to a held-out row, for example to one of a test set:
 * their cosine is above 1 - epsilon.
 *
 * <p>Both sides are (id string, embedding array of float), unit vectors of one dimension. The
 * held-out vectors are sorted by id and split into chunks of about 32 MiB, which stay in Spark's
 * storage until {@link #close}. Each task compares a partition of the corpus with one chunk. Cost:
 * a count of each side, a sort of the held-out rows, and all products, {@code 2 n m dim}
 * operations. Results depend on the rows only.
 */
public final class HeldOutLeaks implements AutoCloseable {

  private static final StructType FOUND =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("minus", DataTypes.FloatType, false)
          .add("other", DataTypes.StringType, false);

  private final Dataset<Row> corpus;
  private final float least;
  private final int most;
  private final JavaRDD<TileBlock> held;
  private final boolean none;

  /**
   * @param epsilon in (0, 2]
   * @throws IllegalArgumentException if epsilon is out of range or the vectors' lengths differ
   */
  public HeldOutLeaks(double epsilon, Dataset<Row> corpus, Dataset<Row> heldOut) {
    this(epsilon, corpus, heldOut, 0);
  }

  /**
   * @param chunkRows approximate number of held-out rows in a chunk; 0 for a number that suits
   *     their length
   */
  HeldOutLeaks(double epsilon, Dataset<Row> corpus, Dataset<Row> heldOut, int chunkRows) {
    if (!(epsilon > 0 && epsilon <= 2)) {
      throw new IllegalArgumentException("epsilon must be in (0, 2], got " + epsilon);
    }
    Extent corpusExtent = Extent.measure(corpus);
    Extent heldOutExtent = Extent.measure(heldOut);
    this.none = corpusExtent.rows() == 0 || heldOutExtent.rows() == 0;
    if (!none && corpusExtent.dim() != heldOutExtent.dim()) {
      throw new IllegalArgumentException(
          "vector lengths differ: the corpus has "
              + corpusExtent.dim()
              + ", the held-out rows have "
              + heldOutExtent.dim());
    }
    this.corpus = corpus;
    this.least = new Threshold(epsilon).least();
    this.most = chunkRows > 0 ? chunkRows : heldOutExtent.partitionRows();
    int chunks = Math.toIntExact(Math.max(1, (heldOutExtent.rows() + most - 1) / most));
    Column id = col("id");
    this.held =
        packed(members(heldOut).repartitionByRange(chunks, id).sortWithinPartitions(id), most)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Dataset<Row> members(Dataset<Row> rows) {
    return rows.select(
        lit(0).as("cluster"),
        lit(0L).as("place"),
        col("id"),
        lit(true).as("home"),
        col("embedding").as("vector"));
  }

  private static JavaRDD<TileBlock> packed(Dataset<Row> members, int most) {
    return members
        .as(Encoders.bean(Member.class))
        .javaRDD()
        .mapPartitionsWithIndex(
            (partition, content) -> new BlockPacking(content, partition, most, false), true);
  }

  /**
   * Returns (id, duplicate_of, cosine_similarity double) for the close rows of the corpus: {@code
   * duplicate_of} is the held-out row of the greatest cosine, of equal ones that of the lowest id.
   * Lazy, and valid until {@link #close}.
   */
  public Dataset<Row> rows() {
    float bound = least;
    JavaRDD<Row> found =
        none
            ? corpus.javaRDD().filter(row -> false)
            : packed(members(corpus), most)
                .cartesian(held)
                .flatMap(pair -> leaks(pair._1(), pair._2(), bound));
    Dataset<Row> best =
        corpus
            .sparkSession()
            .createDataFrame(found, FOUND)
            .groupBy("id")
            .agg(min(struct(col("minus"), col("other"))).as("best"));
    return best.select(
        col("id"),
        col("best.other").as(DUPLICATE_OF),
        Threshold.cosine(negate(col("best.minus"))).as(COSINE_SIMILARITY));
  }

  private static Iterator<Row> leaks(TileBlock rows, TileBlock held, float least) {
    int[] nearest = new int[rows.size()];
    float[] products = new float[rows.size()];
    try (NearestCentroid kernel = NearestCentroid.of(held.vectors(), held.dim())) {
      kernel.assign(rows.vectors(), 0, rows.size(), held.size(), 0, nearest, products);
    }
    List<Row> leaks = new ArrayList<>();
    for (int i = 0; i < nearest.length; i++) {
      if (nearest[i] >= 0 && products[i] >= least) {
        leaks.add(RowFactory.create(rows.ids()[i], -products[i], held.ids()[nearest[i]]));
      }
    }
    return leaks.iterator();
  }

  /** Frees Spark's storage of the held-out rows. */
  @Override
  public void close() {
    held.unpersist(false);
  }
}

package dev.winnow.transforms.dedup.image;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.cluster.FitProgress;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Finds pictures that are edited copies of each other. Two cheap methods propose pairs: perceptual
 * hashes within a Hamming radius ({@link PerceptualHashes}) and, if embeddings are given, each
 * row's nearest neighbours. {@link ThumbnailCorrelation} compares 32 x 32 samples of both pictures
 * of a pair. Pairs that reach the threshold must also agree in detail and colour at the resolution
 * of their thumbnails ({@link dev.winnow.transforms.dedup.image.evidence.Evidence}). The originals
 * are not read.
 *
 * <p>The pairs are the same bit for bit for any partitioning and order of the rows. They need not
 * be transitive. {@link dev.winnow.transforms.dedup.DuplicateGroups} decides which picture of a
 * group is dropped. Blank pictures are in no pair: the digests of their pixels find equal ones.
 *
 * <p>Cost: thumbnails are decoded once to about 4.2 KB a row, which Spark keeps in memory and on
 * disk until {@link #close}. One job counts them. If embeddings are given, the jobs of {@link
 * EmbeddingNeighbours} follow. The result is lazy and should be read once: a shuffle of hashes, one
 * of vectors, and one pass over the candidates, about 1,700 a second and core. Two joins bring both
 * sides' 4 KB to a candidate, and two more both thumbnails to each similar pair. Neither the memory
 * nor the work of a task grows with the number of similar pictures.
 */
public final class NearImages implements AutoCloseable {

  /** Length of the longer side that thumbnails are reduced to, in pixels. */
  static final int THUMBNAIL_SIDE = 160;

  /** Correlation below the threshold by which a refused pair is still output. */
  static final double NEAR_MISS = 0.15;

  /**
   * Output of {@link #apply}: left_id is less than right_id; similarity is in (0, 1]; rule is a
   * word of {@link ImageRule}; refused_by is null for copies, and else a word of {@link Refusal}.
   */
  public static final StructType PAIRS =
      new StructType()
          .add("left_id", DataTypes.StringType, false)
          .add("right_id", DataTypes.StringType, false)
          .add("similarity", DataTypes.DoubleType, false)
          .add("rule", DataTypes.StringType, false)
          .add("refused_by", DataTypes.StringType, true);

  private final NearImageOptions options;
  private final FitProgress progress;
  private final List<Dataset<?>> held = new ArrayList<>();
  private LongAccumulator crowded;

  /**
   * @param progress receives a line for each step
   */
  public NearImages(NearImageOptions options, FitProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Returns the pairs like {@link #apply(Dataset, Dataset)}, proposed by hashes alone. */
  public Dataset<Row> apply(Dataset<Row> thumbnails) {
    return apply(thumbnails, null);
  }

  /**
   * Returns the pairs of pictures that are copies of each other, each once: {@link #PAIRS}. Pairs
   * that were refused are output too if their correlation is at least the threshold less 0.15;
   * callers tell them by their column {@code refused_by}, which is not null.
   *
   * @param thumbnails id string, unique, thumbnail binary: any image of at least about 64 pixels a
   *     side, or of a smaller original
   * @param embeddings id string, embedding array of floats: unit vectors of one dimension, for some
   *     or all of these ids; null for none. Both are read more than once
   * @throws IllegalArgumentException inside the job for a thumbnail that is not an image
   */
  public Dataset<Row> apply(Dataset<Row> thumbnails, Dataset<Row> embeddings) {
    Dataset<Row> candidates = candidates(thumbnails, embeddings);
    Dataset<Row> forms = held.get(held.size() - 1).toDF();
    NearImageOptions given = options;
    Dataset<Row> verified =
        joined(candidates, forms, "levels", "side")
            .mapPartitions(
                (MapPartitionsFunction<CandidatePair, Row>)
                    pairs -> new VerifiedPairs(pairs, given),
                Encoders.row(PAIRS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    held.add(verified);
    Dataset<Row> similar = verified.where(col("refused_by").isNull());
    Dataset<Row> pictures =
        thumbnails.select(col("id").cast("string"), col("thumbnail"), lit(0).as("side"));
    return joined(similar.select("left_id", "right_id"), pictures, "thumbnail", "side")
        .mapPartitions(
            (MapPartitionsFunction<CandidatePair, Row>) pairs -> new EvidentPairs(pairs, given),
            Encoders.row(PAIRS))
        .union(verified.where(col("refused_by").isNotNull()));
  }

  /** Brings the bytes and the sides of both pictures to each pair. */
  private static Dataset<CandidatePair> joined(
      Dataset<Row> pairs, Dataset<Row> pictures, String bytes, String side) {
    Dataset<Row> lefts =
        pictures.select(col("id").as("left_id"), col(bytes).as("left"), col(side).as("leftSide"));
    Dataset<Row> rights =
        pictures.select(
            col("id").as("right_id"), col(bytes).as("right"), col(side).as("rightSide"));
    // With a merge join, a task gets all candidates of a picture on the right one after another.
    return pairs
        .join(lefts.hint("merge"), "left_id")
        .join(rights.hint("merge"), "right_id")
        .withColumnRenamed("left_id", "leftId")
        .withColumnRenamed("right_id", "rightId")
        .as(Encoders.bean(CandidatePair.class));
  }

  /** Returns the candidate pairs, each once: (left_id, right_id). */
  Dataset<Row> candidates(Dataset<Row> thumbnails, Dataset<Row> embeddings) {
    Dataset<PictureForm> forms =
        PictureForms.of(thumbnails, options.invariances()).persist(StorageLevel.MEMORY_AND_DISK());
    held.add(forms);
    crowded = thumbnails.sparkSession().sparkContext().longAccumulator("crowded hashes");
    long rows = forms.count();
    progress.accept("proposing pairs of " + rows + " pictures");
    Dataset<Row> proposed = new HashNeighbours(options.hammingRadius(), crowded).apply(forms, rows);
    if (embeddings != null) {
      proposed =
          proposed.union(
              new EmbeddingNeighbours(options, progress)
                  .apply(embeddings.withColumn("id", col("id").cast("string"))));
    }
    return proposed.distinct();
  }

  /**
   * Returns the number of hashes that shared a bucket with more than {@value HashNeighbours#WINDOW}
   * distinct ones and were compared with some of them only. It is complete after the pairs were
   * read, and too high if Spark ran a task twice.
   */
  public long crowdedHashes() {
    return crowded == null ? 0 : crowded.value();
  }

  /** Frees Spark's storage. Another read of the pairs would decode all thumbnails again. */
  @Override
  public void close() {
    held.forEach(Dataset::unpersist);
    held.clear();
  }
}

package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.Required;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Finds pairs of texts that are nearly the same: a cheap search proposes candidates, and each
 * candidate is compared exactly.
 *
 * <p>Candidates share a band of a MinHash signature, or have the same words in another order. There
 * are {@value TextKeys#BANDS} bands of {@value TextKeys#ROWS} functions: one in 20,000 pairs of
 * Jaccard similarity 0.8 shares no band, one in 100 at 0.7, and one in 8 at 0.6. A candidate is a
 * pair by the first of these rules that holds:
 *
 * <ul>
 *   <li>{@code normal_form}: the normal forms ({@link TextNormalForm}) are equal;
 *   <li>{@code shingles}: the Jaccard similarity of the sets of shingles reaches the threshold;
 *   <li>{@code word_bag}: the words are the same, in another order;
 *   <li>{@code misspelling}: both texts are below {@value TextKeys#LONG} code points, and all words
 *       are the same, in any order, except one word of at least {@value Misspelling#LETTERS}
 *       letters that is one edit away from the word of the other text.
 * </ul>
 *
 * <p>The similarity of a pair is the Jaccard similarity for all rules, computed from the sets. For
 * the last two rules it may be below the threshold. Shingles have {@value TextKeys#SHORT_SHINGLE}
 * code points if the shorter text has fewer than {@value TextKeys#LONG} code points, and {@value
 * TextKeys#LONG_SHINGLE} otherwise. If one text is below {@value TextKeys#LONG} code points and the
 * other has at least {@code 2 * LONG}, only equal words propose the pair. Texts with an empty
 * normal form, and null, are in no pair.
 *
 * <p>In a bucket, rows are sorted by their next two bands, place and id. Each row is compared with
 * the {@value #WINDOW} rows before it and with the bucket's first row. Thus a bucket of very many
 * rows costs a bounded number of pairs for each row, and no task holds the bucket. The pairs that
 * are left out are counted. Rows of equal normal form would fill the buckets, so drop them first
 * ({@link dev.winnow.transforms.dedup.ExactDuplicates} by {@link TextNormalForm#sha256}), as {@link
 * TextDuplicates} does.
 *
 * <p>The pairs are the same on every machine and for every partitioning. Memory of a task: about 20
 * bytes a code point of the texts that are compared. Reads its input three times. Shuffles: one of
 * {@value TextKeys#BANDS} to twice as many keys for each text, one of candidates, and two of
 * candidates with texts.
 *
 * <p>MLlib's {@code MinHashLSH} does not serve here: it has no bands of several functions and no
 * rule but the similarity, and it joins all rows of a bucket with each other, however many there
 * are.
 */
public final class NearTexts {

  /** Default of the least Jaccard similarity of a pair. */
  public static final double NEAR_JACCARD = 0.78;

  static final int WINDOW = 32;

  /**
   * Pairs, and the buckets that left out some of their pairs.
   *
   * @param pairs {@code left_id}, {@code right_id} (the left one is ranked first), {@code
   *     similarity} in [0, 1], {@code rule}; each pair once. Lazy
   * @param bounded one row for each bucket that left out pairs: {@code key} (word_bag or shingles),
   *     {@code band}, {@code bucket}, {@code rows} and {@code pairs_left_out}. Pairs are counted in
   *     this bucket; another bucket may have proposed some of them. Computed
   */
  public record Found(Dataset<Row> pairs, Dataset<Row> bounded) {}

  private final double nearJaccard;
  private final int window;

  /**
   * @param nearJaccard the least Jaccard similarity of a pair, in [0.5, 1]
   */
  public NearTexts(double nearJaccard) {
    this(nearJaccard, WINDOW);
  }

  NearTexts(double nearJaccard, int window) {
    if (!(nearJaccard >= 0.5 && nearJaccard <= 1)) {
      throw new IllegalArgumentException("nearJaccard must be in [0.5, 1], got " + nearJaccard);
    }
    this.nearJaccard = nearJaccard;
    this.window = window;
  }

  /**
   * Runs the job that finds the candidates, then returns the pairs.
   *
   * @param rows {@code id} (string, distinct), {@code text} (string) and {@code place} (long): rows
   *     of lesser places are ranked first, ties by id
   */
  public Found apply(Dataset<Row> rows) {
    SparkSession spark = rows.sparkSession();
    Dataset<Row> texts =
        rows.select(
            Required.value(col("id"), "texts must have an id, one is null").as("id"),
            col("text"),
            Required.value(col("place"), "texts must have a place, it is null for ", col("id"))
                .cast("long")
                .as("place"));
    Dataset<Row> keys =
        spark.createDataFrame(texts.javaRDD().mapPartitions(TextKeys::new), TextKeys.SCHEMA);
    int rowsBefore = window;
    Dataset<Row> found =
        Snapshot.of(
            spark.createDataFrame(
                keys.repartition(col("band"), col("bucket"))
                    .sortWithinPartitions("band", "bucket", "next", "after", "place", "id")
                    .javaRDD()
                    .mapPartitions(sorted -> new TextBuckets(sorted, rowsBefore)),
                TextBuckets.SCHEMA));
    Dataset<Row> candidates =
        found.filter(col("left_id").isNotNull()).select("left_id", "right_id").distinct();
    Dataset<Row> compared =
        candidates
            .join(side(texts, "left"), "left_id")
            .join(side(texts, "right"), "right_id")
            .select("left_id", "left_form", "right_id", "right_form");
    double least = nearJaccard;
    return new Found(
        spark.createDataFrame(
            compared.javaRDD().mapPartitions(pairs -> new ComparedTexts(pairs, least)),
            ComparedTexts.SCHEMA),
        found
            .filter(col("left_id").isNull())
            .select(
                when(col("band").equalTo(TextKeys.BAG), ComparedTexts.WORD_BAG)
                    .otherwise(ComparedTexts.SHINGLES)
                    .as("key"),
                col("band"),
                col("bucket"),
                col("rows"),
                col("pairs_left_out")));
  }

  private static Dataset<Row> side(Dataset<Row> texts, String side) {
    return texts.select(
        col("id").as(side + "_id"), TextNormalForm.of(col("text")).as(side + "_form"));
  }
}

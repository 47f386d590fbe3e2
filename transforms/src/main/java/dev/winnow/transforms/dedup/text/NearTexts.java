package dev.winnow.transforms.dedup.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.winnow.transforms.task.Required;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Finds pairs of texts that are nearly the same: a cheap search proposes candidates, and each
 * candidate is compared exactly.
 *
 * <p>Candidates share a band of a MinHash signature, or have the same words in another order. The
 * number of bands follows the threshold, so that at least 95 of 100 pairs at the threshold share
 * one ({@link #expectedRecall}). A candidate is a pair by the first rule of {@link
 * TextOptions#rules} whose condition and threshold hold:
 *
 * <ul>
 *   <li>{@code normal_form}: the normal forms ({@link TextNormalForm}) are equal;
 *   <li>{@code shingles}: the Jaccard similarity of the sets of shingles is at least {@link
 *       TextOptions#nearJaccard};
 *   <li>{@code word_bag}: the words are the same, in another order, and the Jaccard similarity is
 *       at least 0.5;
 *   <li>{@code misspelling}: both texts are below {@value TextKeys#LONG} code points, and all words
 *       are the same, in any order, except one word of at least {@value Misspelling#LETTERS}
 *       letters that is one edit away from the word of the other text; the Jaccard similarity is at
 *       least 0.5.
 * </ul>
 *
 * <p>Such a pair is refused if a guard of {@link TextOptions#guards} finds a difference. It is also
 * refused if the text ranked second has at least {@value ComparableText#CONTAINED} code points, and
 * the first one has less than the share {@link TextOptions#minContainment} of its shingles. So what
 * a removal of a long text loses is bounded.
 *
 * <p>The similarity of a pair is the Jaccard similarity for all rules, computed from the sets.
 * Shingles have {@value TextKeys#SHORT_SHINGLE} code points if the shorter text has fewer than
 * {@value TextKeys#LONG} code points, and {@value TextKeys#LONG_SHINGLE} otherwise. If one text is
 * below {@value TextKeys#LONG} code points and the other has at least {@code 2 * LONG}, only equal
 * words propose the pair. Texts with an empty normal form, and null, are in no pair.
 *
 * <p>In a bucket, rows are sorted by their next two bands, place and id. Each row is paired with
 * the {@value #WINDOW} rows before it and with the bucket's first row. Thus a bucket of very many
 * rows costs a bounded number of pairs for each row, and no task holds the bucket. The pairs that
 * are left out are counted. Each row carries a {@link TextOutline}: a pair that no rule can find by
 * these outlines ends in the bucket, so only the others are moved to their texts. Rows of equal
 * text would fill the buckets, so drop them first ({@link
 * dev.winnow.transforms.dedup.ExactDuplicates} by {@link TextExactForm#sha256}), as {@link
 * TextDuplicates} does.
 *
 * <p>The pairs are the same on every machine and for every partitioning. Memory of a task: about 20
 * bytes a code point of the texts that are compared. Reads its input once. Shuffles: one of the
 * bands with outlines (60 to 320 bytes), or twice as many, for each text, one of candidates, and
 * two of candidates with texts.
 *
 * <p>MLlib's {@code MinHashLSH} does not serve here: it has no bands of several functions and no
 * rule but the similarity, and it joins all rows of a bucket with each other, however many there
 * are.
 */
public final class NearTexts {

  static final int WINDOW = 32;

  /**
   * Compared candidates, and the buckets that left out some of their pairs.
   *
   * @param pairs {@code left_id}, {@code right_id} (the left one is ranked first and would stay),
   *     {@code similarity} in [0, 1], {@code rule}, {@code refused_by}; each pair once. Lazy.
   *     {@code refused_by} is null for a near pair. Otherwise the rule almost made a pair, and the
   *     column has the cause: {@code threshold} (the similarity is below the rule's threshold, by
   *     at most {@link TextOptions#nearMiss}), {@code numbers}, {@code negations} or {@code
   *     containment}
   * @param bounded one row for each bucket that left out pairs: {@code key} (word_bag or shingles),
   *     {@code band}, {@code bucket}, {@code rows} and {@code pairs_left_out}. Pairs are counted in
   *     this bucket; another bucket may have proposed some of them. Computed
   */
  public record Found(Dataset<Row> pairs, Dataset<Row> bounded) {

    /** Returns the near pairs: those that nothing refused, without the column of the cause. */
    public Dataset<Row> accepted() {
      return pairs.filter(col("refused_by").isNull()).drop("refused_by");
    }
  }

  private final TextOptions options;
  private final TextBands bands;
  private final int window;

  public NearTexts(TextOptions options) {
    this(options, WINDOW);
  }

  NearTexts(TextOptions options, int window) {
    this.options = options;
    this.bands = TextBands.of(options.nearJaccard());
    this.window = window;
  }

  /**
   * Returns the expected share of the pairs of a Jaccard similarity that become candidates, in [0,
   * 1]. At the threshold it is at least 0.95. Pairs that a crowded bucket leaves out are not
   * considered.
   */
  public double expectedRecall(double jaccard) {
    return bands.expectedRecall(jaccard);
  }

  /**
   * Runs two jobs, which compute the normal forms and find the candidates. Then returns the pairs.
   *
   * @param rows {@code id} (string, distinct), {@code text} (string) and {@code place} (long): rows
   *     of lesser places are ranked first, ties by id
   */
  public Found apply(Dataset<Row> rows) {
    SparkSession spark = rows.sparkSession();
    Dataset<Row> texts =
        Snapshot.of(
            rows.select(
                Required.value(col("id"), "texts must have an id, one is null").as("id"),
                TextNormalForm.of(col("text")).as("form"),
                Required.value(col("place"), "texts must have a place, it is null for ", col("id"))
                    .cast("long")
                    .as("place"),
                NumberWords.of(col("text")).as("numbers")));
    TextBands signature = bands;
    TextOptions settings = options;
    Dataset<Row> keys =
        spark.createDataFrame(
            texts.javaRDD().mapPartitions(some -> new TextKeys(some, signature)), TextKeys.SCHEMA);
    int rowsBefore = window;
    // The bucket comes first: its hash alone decides nearly all comparisons of the sort.
    Dataset<Row> found =
        Snapshot.of(
            spark.createDataFrame(
                keys.repartition(col("band"), col("bucket"))
                    .sortWithinPartitions("bucket", "band", "next", "after", "place", "id")
                    .javaRDD()
                    .mapPartitions(
                        sorted ->
                            new TextBuckets(sorted, rowsBefore, new TextComparison(settings))),
                TextBuckets.SCHEMA));
    Dataset<Row> candidates =
        distinct(
            found.select(explode(col("pairs")).as("pair")).select("pair.left_id", "pair.right_id"));
    Dataset<Row> compared =
        candidates
            .join(side(texts, "left"), "left_id")
            .join(side(texts, "right"), "right_id")
            .select(
                "left_id", "left_form", "left_numbers", "right_id", "right_form", "right_numbers");
    return new Found(
        spark.createDataFrame(
            compared.javaRDD().mapPartitions(pairs -> new ComparedTexts(pairs, settings)),
            ComparedTexts.SCHEMA),
        found
            .filter(col("pairs").isNull())
            .select(
                when(col("band").equalTo(TextKeys.BAG), TextRule.WORD_BAG.word())
                    .otherwise(TextRule.SHINGLES.word())
                    .as("key"),
                col("band"),
                col("bucket"),
                col("rows"),
                col("pairs_left_out")));
  }

  /**
   * Returns each candidate once. A hash aggregate first looks for equal pairs in each task, where
   * there are few, and it spills; this sorts by the left id, which the join that follows needs
   * anyway.
   */
  private static Dataset<Row> distinct(Dataset<Row> candidates) {
    WindowSpec ofLeft = Window.partitionBy("left_id").orderBy("right_id");
    return candidates
        .withColumn("before", lag("right_id", 1).over(ofLeft))
        .filter(not(col("right_id").eqNullSafe(col("before"))))
        .drop("before");
  }

  private static Dataset<Row> side(Dataset<Row> texts, String side) {
    return texts.select(
        col("id").as(side + "_id"),
        col("form").as(side + "_form"),
        col("numbers").as(side + "_numbers"));
  }
}

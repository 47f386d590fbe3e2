package dev.winnow.jobs.example;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Linear classifier on the embeddings of a release's labelled, ranked rows, which a hash of the id
 * splits into training rows and held-out rows.
 *
 * <p>The split comes before any subset, so no training set contains a held-out row. Both parts are
 * cached until {@link #close}.
 */
final class SubsetProbe implements AutoCloseable {

  private static final int SPLIT = 10_000;

  private final LogisticRegression classifier;
  private final Dataset<Row> train;
  private final Dataset<Row> test;
  private final long tested;

  /**
   * Splits and caches the rows. Cost: several Spark jobs.
   *
   * @param heldOut share of the ids that no classifier trains on
   * @throws Failure with {@link ExitCode#INPUT} if one of the two parts is empty
   */
  SubsetProbe(PinnedRelease release, double heldOut, int iterations) {
    // The table curated holds kept rows only; decisions ranks all rows, and thus every possible
    // cut.
    Dataset<Row> ranked =
        release
            .table("decisions")
            .where(col(KEEP_RANK).isNotNull())
            .select("id", KEEP_QUANTILE)
            .join(
                release.table("examples").where(col("label").isNotNull()).select("id", "label"),
                "id")
            .join(vectors(release.table("embeddings")), "id")
            .select(
                col("id"),
                col("label").as("name"),
                col(KEEP_QUANTILE),
                array_to_vector(col("embedding")).as("features"));
    Dataset<Row> rows =
        new StringIndexer()
            .setInputCol("name")
            .setOutputCol("label")
            .setStringOrderType("alphabetAsc")
            .fit(ranked)
            .transform(ranked)
            .drop("name");
    Column place = pmod(xxhash64(col("id"), lit("held out")), lit(SPLIT));
    Column isHeldOut = place.lt(lit(Math.round(heldOut * SPLIT)));
    this.train = rows.where(not(isHeldOut)).persist(StorageLevel.MEMORY_AND_DISK());
    this.test = rows.where(isHeldOut).persist(StorageLevel.MEMORY_AND_DISK());
    this.classifier = new LogisticRegression().setMaxIter(iterations);
    this.tested = test.count();
    if (tested == 0 || train.isEmpty()) {
      throw new Failure(
          ExitCode.INPUT,
          "the release must have labelled rows on both sides of the split, got "
              + tested
              + " held out; check input.label of the recipe and --held-out");
    }
  }

  /** Returns one vector per example: the vectors of several encoders are concatenated. */
  private static Dataset<Row> vectors(Dataset<Row> embeddings) {
    return embeddings
        .groupBy("id")
        .agg(sort_array(collect_list(struct("encoder", "embedding"))).as("all"))
        .select(col("id"), flatten(col("all.embedding")).as("embedding"));
  }

  /** Returns the number of held-out rows. */
  long tested() {
    return tested;
  }

  /**
   * Returns the best ranked share of the training rows: all rows with a quantile up to the
   * fraction.
   */
  Dataset<Row> curated(double fraction) {
    return train.where(col(KEEP_QUANTILE).leq(fraction));
  }

  /** Draws a number of training rows by a hash of id and seed; ties are broken by id. */
  Dataset<Row> random(long rows, int seed) {
    return train.orderBy(xxhash64(col("id"), lit(seed)), col("id")).limit((int) rows);
  }

  /**
   * Trains a classifier on the subset, and returns the share of held-out rows that it predicts
   * correctly.
   */
  double accuracy(Dataset<Row> subset) {
    LogisticRegressionModel model = classifier.fit(subset);
    Dataset<Row> predicted = model.transform(test.select("label", "features"));
    return (double) predicted.where(col("prediction").equalTo(col("label"))).count() / tested;
  }

  @Override
  public void close() {
    train.unpersist();
    test.unpersist();
  }
}

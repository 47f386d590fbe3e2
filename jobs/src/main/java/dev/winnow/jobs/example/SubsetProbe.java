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
 * The labelled, ranked rows of a release, split by hash of id into rows to train on and rows held
 * out, and a linear classifier on their embeddings.
 *
 * <p>The split is taken before any subset, so a row held out is in no training set. Both parts are
 * cached until {@link #close}.
 */
final class SubsetProbe implements AutoCloseable {

  private static final int SPLIT = 10_000;

  private final LogisticRegression classifier;
  private final Dataset<Row> train;
  private final Dataset<Row> test;
  private final long tested;

  /**
   * @param heldOut share of the ids that are never trained on
   * @throws Failure with {@link ExitCode#INPUT} when one of the two parts is empty
   */
  SubsetProbe(PinnedRelease release, double heldOut, int iterations) {
    // curated holds kept rows alone; decisions ranks all of them, so every smaller or larger cut.
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

  /** One vector an example: of several encoders, theirs one after the other. */
  private static Dataset<Row> vectors(Dataset<Row> embeddings) {
    return embeddings
        .groupBy("id")
        .agg(sort_array(collect_list(struct("encoder", "embedding"))).as("all"))
        .select(col("id"), flatten(col("all.embedding")).as("embedding"));
  }

  /** Rows held out. */
  long tested() {
    return tested;
  }

  /** The best ranked share of the rows to train on: those with a quantile up to the fraction. */
  Dataset<Row> curated(double fraction) {
    return train.where(col(KEEP_QUANTILE).leq(fraction));
  }

  /** So many rows, drawn by hash of id and seed; ties by id. */
  Dataset<Row> random(long rows, int seed) {
    return train.orderBy(xxhash64(col("id"), lit(seed)), col("id")).limit((int) rows);
  }

  /** Share of the rows held out that a classifier trained on the subset gets right. */
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

package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Experiments;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.task.Draws;
import dev.winnow.transforms.task.RowValues;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Labelled rows of a finished run: those that may be trained on, and those to test on. Rows without
 * a rank (refused rows, duplicates, leaks) are not trained on. The test rows are those that the
 * recipe holds out, or else a fifth of the ranked rows by a hash of id and seed.
 *
 * @param rows id, label, cluster_id, distance, score, held and, if they are counted, tokens
 * @param training number of rows to train on
 * @param test number of rows to test on
 * @param classes number of labels of all these rows
 * @param heldOut true if the recipe holds test rows out
 */
record LabelledRows(
    Dataset<Row> rows, long training, long test, long classes, boolean heldOut, long seed) {

  /** Most test rows, so that a test costs little beside the training and fits into memory. */
  static final int MOST_TEST_ROWS = 50_000;

  static final String PLACE = "place";

  private static final String HELD = "held";
  private static final String DRAWN = "drawn";
  private static final String TEST = "test";

  private static final double TEST_SHARE = 0.2;

  /**
   * Reads the rows of a run into a staging folder. Costs a join of decisions, examples and scores.
   *
   * @throws Failure with {@link ExitCode#DATA} if there are no rows to train on or to test on, or
   *     fewer than two labels
   */
  static LabelledRows read(FinishedRun run, TableStore tables, Staging staging) {
    long seed = run.recipe().seed();
    Dataset<Row> decisions =
        tables.read(
            Decisions.SPEC,
            run.requireStage(Stage.PRUNE).decisions().version(Decisions.SPEC.name()));
    Column ranked = col(Decisions.KEEP_RANK).isNotNull();
    Column isHeld =
        Arrays.asList(decisions.columns()).contains(Decisions.SPLIT)
            ? coalesce(col(Decisions.SPLIT).equalTo(Reason.HELD_OUT.word()), lit(false))
            : lit(false);
    Dataset<Row> decided =
        decisions
            .where(ranked.or(isHeld))
            .select(
                col(Examples.ID),
                col(Scores.CLUSTER_ID),
                col(Decisions.SCORE),
                isHeld.as(HELD),
                Draws.isDrawn(Draws.hash(seed, "experiment test"), TEST_SHARE).as(DRAWN));
    Dataset<Row> examples =
        tables.read(
            Examples.SPEC, run.requireStage(Stage.INGEST).ingest().version(Examples.SPEC.name()));
    boolean counted = Arrays.asList(examples.columns()).contains(Experiments.TOKENS);
    Column tokens = counted ? col(Experiments.TOKENS).cast("long") : lit(null).cast("long");
    Dataset<Row> labelled =
        examples
            .where(col(Examples.LABEL).isNotNull())
            .select(col(Examples.ID), col(Examples.LABEL), tokens.as(Experiments.TOKENS));
    Dataset<Row> distances =
        tables
            .read(Scores.SPEC, run.requireStage(Stage.SCORE).scores().version(Scores.SPEC.name()))
            .select(col(Examples.ID), col(Scores.COSINE_DIST_TO_CENT).as(Policy.DISTANCE));
    Dataset<Row> rows =
        staging.store(
            "labelled",
            decided
                .join(labelled, Examples.ID)
                .join(distances, new String[] {Examples.ID}, "left"));
    return of(rows, run.runId(), seed);
  }

  private static LabelledRows of(Dataset<Row> rows, String runId, long seed) {
    Row counts =
        rows.agg(
                count(lit(1)),
                coalesce(sum(when(col(HELD), 1L).otherwise(0L)), lit(0L)),
                coalesce(sum(when(col(DRAWN), 1L).otherwise(0L)), lit(0L)),
                countDistinct(col(Examples.LABEL)))
            .first();
    long all = counts.getLong(0);
    boolean heldOut = counts.getLong(1) > 0;
    long test = counts.getLong(heldOut ? 1 : 2);
    long classes = counts.getLong(3);
    if (classes < 2) {
      throw new Failure(
          ExitCode.DATA,
          "experiment needs rows of at least two labels to train and to test on, but the ranked"
              + " rows of run "
              + runId
              + " have "
              + (classes == 0 ? "none" : "one")
              + "; name the column of the labels in input.label and start `winnow run`");
    }
    if (test == 0 || test == all) {
      throw new Failure(
          ExitCode.DATA,
          "experiment needs rows to train on and rows to test on, but of "
              + Texts.count(all)
              + " labelled rows of run "
              + runId
              + " "
              + Texts.count(test)
              + " are to test on; give more rows");
    }
    Column isTest = heldOut ? col(HELD) : col(DRAWN);
    return new LabelledRows(
        rows.withColumn(TEST, isTest),
        all - test,
        Math.min(test, MOST_TEST_ROWS),
        classes,
        heldOut,
        seed);
  }

  /**
   * Returns the first rows of the order of all pools, each with its place from 0: columns id,
   * place, label, cluster_id, distance, score and tokens.
   *
   * @param count number of rows, at most {@link #training}
   */
  Dataset<Row> pool(long count) {
    return placed(rows.where(not(col(TEST))), "experiment pool", 0, count);
  }

  /**
   * Returns the test rows like {@link #pool}.
   *
   * @param from place of the first one
   */
  Dataset<Row> testRows(int from) {
    return placed(rows.where(col(TEST)), "experiment test rows", from, test);
  }

  private Dataset<Row> placed(Dataset<Row> some, String purpose, int from, long count) {
    Dataset<Row> sorted =
        some.select(
                col(Examples.ID),
                col(Examples.LABEL),
                col(Scores.CLUSTER_ID),
                col(Policy.DISTANCE),
                col(Decisions.SCORE),
                col(Experiments.TOKENS))
            .orderBy(Draws.hash(seed, purpose), col(Examples.ID));
    int width = sorted.schema().size();
    StructType schema = sorted.schema().add(PLACE, DataTypes.IntegerType, false);
    JavaRDD<Row> rows =
        sorted
            .javaRDD()
            .zipWithIndex()
            .filter(pair -> pair._2() < count)
            .map(pair -> RowValues.appendToFirst(pair._1(), width, (int) (from + pair._2())));
    return some.sparkSession().createDataFrame(rows, schema);
  }
}

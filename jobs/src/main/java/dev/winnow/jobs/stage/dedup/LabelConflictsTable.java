package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.KIND;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.LabelConflicts.LEFT_LABEL;
import static dev.winnow.schemas.LabelConflicts.LEFT_SOURCE;
import static dev.winnow.schemas.LabelConflicts.MERGED;
import static dev.winnow.schemas.LabelConflicts.RIGHT_LABEL;
import static dev.winnow.schemas.LabelConflicts.RIGHT_SOURCE;
import static dev.winnow.schemas.Pairs.LEFT_ID;
import static dev.winnow.schemas.Pairs.RIGHT_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.LabelConflicts;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Collects and writes table {@code label_conflicts} of a run; no other class writes it. Each step
 * of a stage adds its pairs of different labels. The later stage begins with the pairs of the
 * earlier one, so its version holds both.
 */
final class LabelConflictsTable {

  private static final String LEFT_END = "winnow_left_end";
  private static final String RIGHT_END = "winnow_right_end";

  private final RunContext run;
  private final Staging staging;
  private Dataset<Row> all;
  private int steps;

  /**
   * Rows of a version.
   *
   * @param merged those of which one row stands for both
   */
  record Written(long version, long rows, long merged) {}

  /**
   * @param staging staging folder of the stage
   */
  LabelConflictsTable(RunContext run, Staging staging) {
    this.run = run;
    this.staging = staging;
  }

  /** Begins with the pairs that an earlier stage wrote. */
  void begin(long version) {
    all =
        run.tables()
            .read(LabelConflicts.SPEC, version)
            .select(LEFT_ID, RIGHT_ID, LEFT_LABEL, RIGHT_LABEL, SIMILARITY, RULE, KIND);
  }

  /**
   * Adds the pairs of a step, unless an earlier step has found them. Costs one Spark job, and a
   * join with the earlier pairs.
   *
   * @param pairs rows of left_id, right_id, similarity, rule, left_label and right_label, whose
   *     labels differ
   */
  void add(String kind, Dataset<Row> pairs) {
    Column inOrder = col(LEFT_ID).lt(col(RIGHT_ID));
    Dataset<Row> step =
        pairs.select(
            least(col(LEFT_ID), col(RIGHT_ID)).as(LEFT_ID),
            greatest(col(LEFT_ID), col(RIGHT_ID)).as(RIGHT_ID),
            when(inOrder, col(LEFT_LABEL)).otherwise(col(RIGHT_LABEL)).as(LEFT_LABEL),
            when(inOrder, col(RIGHT_LABEL)).otherwise(col(LEFT_LABEL)).as(RIGHT_LABEL),
            col(SIMILARITY),
            col(RULE),
            lit(kind).as(KIND));
    if (all != null) {
      Dataset<Row> known =
          all.select(col(LEFT_ID).as("winnow_left"), col(RIGHT_ID).as("winnow_right"));
      step =
          step.join(
              known,
              col(LEFT_ID)
                  .equalTo(col("winnow_left"))
                  .and(col(RIGHT_ID).equalTo(col("winnow_right"))),
              "left_anti");
    }
    Dataset<Row> stored = staging.store("conflicts-" + steps++, step);
    all = all == null ? stored : all.union(stored);
  }

  /**
   * Writes all pairs for a stage.
   *
   * @param examples rows of id and source
   * @param representatives rows of id and representative, one for each dropped row
   */
  Written write(Stage stage, String key, Dataset<Row> examples, Dataset<Row> representatives) {
    Dataset<Row> rows =
        all == null
            ? run.spark().createDataFrame(List.<Row>of(), LabelConflicts.SPEC.schema())
            : described(examples, representatives);
    long version = run.write(stage, key, LabelConflicts.SPEC, rows, Map.of());
    return new Written(
        version,
        run.tables().count(LabelConflicts.SPEC.name(), version),
        run.tables().read(LabelConflicts.SPEC, version).where(col(MERGED)).count());
  }

  private Dataset<Row> described(Dataset<Row> examples, Dataset<Row> representatives) {
    Dataset<Row> rows = all;
    rows = joined(rows, LEFT_ID, examples.select(col("id"), col("source").as(LEFT_SOURCE)));
    rows = joined(rows, RIGHT_ID, examples.select(col("id"), col("source").as(RIGHT_SOURCE)));
    rows =
        joined(rows, LEFT_ID, representatives.select(col("id"), col(REPRESENTATIVE).as(LEFT_END)));
    rows =
        joined(
            rows, RIGHT_ID, representatives.select(col("id"), col(REPRESENTATIVE).as(RIGHT_END)));
    return rows.withColumn(
        MERGED,
        coalesce(col(LEFT_END), col(LEFT_ID)).equalTo(coalesce(col(RIGHT_END), col(RIGHT_ID))));
  }

  private static Dataset<Row> joined(Dataset<Row> rows, String id, Dataset<Row> more) {
    Dataset<Row> other = more.withColumnRenamed("id", "winnow_id");
    return rows.join(other, col(id).equalTo(col("winnow_id")), "left").drop("winnow_id");
  }
}

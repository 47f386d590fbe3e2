package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes decisions on the rows that have no rank: quarantined rows, held-out ones, duplicates and
 * evaluation leaks.
 */
final class DroppedDecisions {

  /** Returns rows with the columns of table decisions, one for each row without a rank. */
  static Dataset<Row> of(RunContext run, Done done) {
    Dropped dropped = done.dropped();
    Dataset<Row> quarantined =
        run.tables().read(Quarantine.SPEC, done.embeddings().version(Quarantine.SPEC.name()));
    Dataset<Row> all =
        quarantined.select(
            columns(Map.of("reason", lit(Reason.QUARANTINED.word()), "stage", col("stage"))));
    if (dropped.heldOut() != null) {
      Dataset<Row> heldOut = run.tables().read(HeldOut.SPEC, dropped.heldOut());
      String word = Reason.HELD_OUT.word();
      all =
          all.unionByName(
              Dropped.antiJoin(heldOut, quarantined)
                  .select(
                      columns(
                          Map.of(
                              "reason",
                              lit(word),
                              "stage",
                              lit(Stage.SPLIT.label()),
                              Decisions.SPLIT,
                              lit(word)))));
    }
    if (dropped.duplicates() != null) {
      Map<String, Column> values = new LinkedHashMap<>();
      values.put("reason", concat(col("kind"), lit("_duplicate")));
      values.put(
          "stage",
          when(col("kind").equalTo("semantic"), Stage.SEMANTIC.label())
              .otherwise(Stage.DEDUP.label()));
      for (String column :
          new String[] {CLUSTER_ID, DUPLICATE_OF, REPRESENTATIVE, COSINE_SIMILARITY}) {
        values.put(column, col(column));
      }
      all =
          all.unionByName(
              run.tables().read(Duplicates.SPEC, dropped.duplicates()).select(columns(values)));
    }
    if (dropped.leaks() != null) {
      Dataset<Row> leaks = run.tables().read(EvaluationLeaks.SPEC, dropped.leaks());
      if (done.holds(Stage.LEAKS)) {
        Dataset<Row> ofInput =
            run.tables()
                .read(EvaluationLeaks.SPEC, done.leaks().version(EvaluationLeaks.SPEC.name()));
        all = all.unionByName(leaks(ofInput, Stage.LEAKS));
        leaks = Dropped.antiJoin(leaks, ofInput);
      }
      if (done.holds(Stage.SEMANTIC)) {
        all = all.unionByName(leaks(leaks, Stage.SEMANTIC));
      }
    }
    return all;
  }

  private static Dataset<Row> leaks(Dataset<Row> found, Stage by) {
    return found.select(
        columns(
            Map.of(
                "reason",
                lit(Reason.EVALUATION_LEAK.word()),
                "stage",
                lit(by.label()),
                DUPLICATE_OF,
                col("evaluation_id"),
                COSINE_SIMILARITY,
                col(COSINE_SIMILARITY))));
  }

  /** Returns the given columns under the names of the table; id as it is, the rest null. */
  private static Column[] columns(Map<String, Column> values) {
    return Decisions.SPEC.columns().stream()
        .map(
            column ->
                switch (column.name()) {
                  case Examples.ID -> col(Examples.ID);
                  case Decisions.KEPT -> lit(false).as(Decisions.KEPT);
                  case Decisions.SPLIT ->
                      values
                          .getOrDefault(Decisions.SPLIT, lit(Decisions.TRAIN))
                          .as(Decisions.SPLIT);
                  default ->
                      values
                          .getOrDefault(column.name(), lit(null))
                          .cast(column.type())
                          .as(column.name());
                })
        .toArray(Column[]::new);
  }

  private DroppedDecisions() {}
}

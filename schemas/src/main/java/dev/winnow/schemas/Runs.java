package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;

/**
 * Contract of table {@code runs}: the ledger of runs, with the tables read and written, the counts
 * and the times of each stage. Rows are only appended.
 */
public final class Runs {

  public static final TableSpec SPEC =
      new TableSpec(
          "runs",
          "One row per finished stage of a run",
          List.of(
              Column.required(
                  "run_id",
                  StringType,
                  "Key, with stage: a given id, or a hash of recipe and input"),
              Column.required(Decisions.STAGE, StringType, "Stage of the run"),
              Column.required(
                  "stage_key",
                  StringType,
                  "Hash of everything that the stage depends on; where the key is equal, the tables"
                      + " of the stage can be reused"),
              Column.required("state", StringType, "done, reused or failed"),
              Column.required(
                  "recipe", StringType, "Effective recipe, with the origin of each value, as JSON"),
              Column.required(
                  "recipe_hash",
                  StringType,
                  "sha256 (hex) of the recipe without warehouse and release"),
              Column.required("code_version", StringType, "Version of Winnow"),
              Column.required(
                  "input_versions",
                  StringType,
                  "Tables that were read, with their versions, or the fingerprint of the input; JSON"),
              Column.required(
                  "output_versions",
                  StringType,
                  "Tables that were written, with their versions, as JSON"),
              Column.required("rows", LongType, "Number of rows that the stage produced"),
              Column.required(
                  "details", StringType, "Counts and other figures of the stage, as JSON"),
              Column.optional(
                  "predicted_seconds",
                  DoubleType,
                  "Predicted wall time in seconds; null where nothing was predicted"),
              Column.required("measured_seconds", DoubleType, "Wall time of the stage in seconds"),
              Column.required("finished", TimestampType, "Time at which the stage ended")),
          List.of(
              new RowRule("state_is_known", "state IN ('done', 'reused', 'failed')"),
              new RowRule("seconds_are_not_negative", "measured_seconds >= 0")));

  private Runs() {}
}

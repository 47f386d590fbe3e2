package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;

/** The ledger of runs: what was read, written, counted and how long it took. Only grows. */
public final class Runs {

  public static final TableSpec SPEC =
      new TableSpec(
          "runs",
          "One row per finished stage of a run",
          List.of(
              Column.required(
                  "run_id", StringType, "Key, with stage: given, or a hash of recipe and input"),
              Column.required(Decisions.STAGE, StringType, "Stage of the run"),
              Column.required(
                  "stage_key",
                  StringType,
                  "Hash of what the stage depends on; an equal key means that its tables can be"
                      + " reused"),
              Column.required("state", StringType, "done, reused or failed"),
              Column.required(
                  "recipe", StringType, "Effective recipe with the origin of each value, as JSON"),
              Column.required(
                  "recipe_hash", StringType, "sha256 of the recipe without warehouse and release"),
              Column.required("code_version", StringType, "Version of Winnow"),
              Column.required(
                  "input_versions",
                  StringType,
                  "Tables and versions read, or the fingerprint of the input, as JSON"),
              Column.required(
                  "output_versions", StringType, "Tables and versions written, as JSON"),
              Column.required("rows", LongType, "Rows that the stage put out"),
              Column.required("details", StringType, "Counts and figures of the stage, as JSON"),
              Column.optional(
                  "predicted_seconds",
                  DoubleType,
                  "Predicted wall time; null when nothing was predicted"),
              Column.required("measured_seconds", DoubleType, "Wall time of the stage"),
              Column.required("finished", TimestampType, "End of the stage")),
          List.of(
              new RowRule("state_is_known", "state IN ('done', 'reused', 'failed')"),
              new RowRule("seconds_are_not_negative", "measured_seconds >= 0")));

  private Runs() {}
}

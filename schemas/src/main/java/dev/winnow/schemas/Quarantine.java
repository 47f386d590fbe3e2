package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Refused rows: a bad row costs one row here, never the job. */
public final class Quarantine {

  public static final TableSpec SPEC =
      new TableSpec(
          "quarantine",
          "One row per refused input row",
          List.of(
              Column.required(
                  Examples.ID,
                  StringType,
                  "Key: derived from the source for rows refused by ingest; the id of examples for"
                      + " rows refused later"),
              Column.optional(
                  "claimed_id",
                  StringType,
                  "The id that the input row claimed; null when it claimed none"),
              Column.required(Examples.SOURCE, StringType, "Absolute URI that reads the row again"),
              Column.required(
                  Decisions.STAGE,
                  StringType,
                  "Stage that refused the row: ingest, embed or cluster"),
              Column.required(
                  "code",
                  StringType,
                  "Reason in a closed set of lower-case codes, such as truncated or bad_json"),
              Column.required("message", StringType, "What was wrong, with the value"),
              Column.optional(
                  Examples.CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the content; null when nothing could be read")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("code_is_not_empty", "length(code) > 0"),
              new RowRule("stage_is_known", "stage IN ('ingest', 'embed', 'cluster')"),
              Types.sha256("content_sha256")));

  private Quarantine() {}
}

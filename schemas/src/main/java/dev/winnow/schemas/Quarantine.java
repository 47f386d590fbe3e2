package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code quarantine}: the refused rows. A bad row costs one row here, never the
 * job.
 */
public final class Quarantine {

  public static final String CLAIMED_ID = "claimed_id";
  public static final String CODE = "code";
  public static final String MESSAGE = "message";

  public static final TableSpec SPEC =
      new TableSpec(
          "quarantine",
          "One row per refused input row",
          List.of(
              Column.required(
                  Examples.ID,
                  StringType,
                  "Key: for rows refused by ingest an id derived from the source; for rows refused"
                      + " later the id of table examples"),
              Column.optional(
                  CLAIMED_ID,
                  StringType,
                  "Id that the input row claims; null where it claims none"),
              Column.required(
                  Examples.SOURCE, StringType, "Absolute URI from which the row can be read again"),
              Column.required(
                  Decisions.STAGE,
                  StringType,
                  "Stage that refused the row: ingest, embed or cluster"),
              Column.required(
                  CODE,
                  StringType,
                  "Fault, one of a closed set of lower-case codes, such as truncated or bad_json"),
              Column.required(
                  MESSAGE, StringType, "Description of the fault, with the value at fault"),
              Column.optional(
                  Examples.CONTENT_SHA256,
                  StringType,
                  "sha256 (hex) of the content; null where nothing could be read")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("code_is_not_empty", "length(code) > 0"),
              new RowRule("stage_is_known", "stage IN ('ingest', 'embed', 'cluster')"),
              Types.sha256(Examples.CONTENT_SHA256)));

  private Quarantine() {}
}

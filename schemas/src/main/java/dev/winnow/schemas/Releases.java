package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;

/** Published releases: a name, and the table versions it stands for. One commit per release. */
public final class Releases {

  public static final TableSpec SPEC =
      new TableSpec(
          "releases",
          "One row per published release and table",
          List.of(
              Column.required("release", StringType, "Key, with table: name of the release"),
              Column.required("run_id", StringType, "Run that made it"),
              Column.required("table", StringType, "Table of the release"),
              Column.required(
                  "version", LongType, "Version of that table: read it as of this version"),
              Column.required("rows", LongType, "Rows of the table at that version"),
              Column.required(
                  "digest",
                  StringType,
                  "Order-free hash of (id, kept, cluster_id, hardness, keep_rank) over all"
                      + " decisions"),
              Column.required(
                  "recipe_hash", StringType, "sha256 of the recipe without warehouse and release"),
              Column.required("created", TimestampType, "Time of the publish")),
          List.of(
              new RowRule("release_is_not_empty", "length(release) > 0"),
              new RowRule("version_is_not_negative", "version >= 0")));

  private Releases() {}
}

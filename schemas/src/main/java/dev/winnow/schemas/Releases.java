package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;

/**
 * Contract of table {@code releases}: the published releases, each a name for versions of tables.
 * One commit per release.
 */
public final class Releases {

  public static final TableSpec SPEC =
      new TableSpec(
          "releases",
          "One row per published release and table",
          List.of(
              Column.required("release", StringType, "Key, with table: name of the release"),
              Column.required("run_id", StringType, "Run that made the release"),
              Column.required("table", StringType, "Table of the release"),
              Column.required("version", LongType, "Version of that table in the release"),
              Column.required("rows", LongType, "Rows of the table at that version"),
              Column.required(
                  "digest",
                  StringType,
                  "Hash of (id, kept, cluster_id, hardness, keep_rank) over all decisions; the order"
                      + " of the rows does not matter"),
              Column.required(
                  "recipe_hash",
                  StringType,
                  "sha256 (hex) of the recipe without warehouse and release"),
              Column.required("created", TimestampType, "Time at which the release was published")),
          List.of(
              new RowRule("release_is_not_empty", "length(release) > 0"),
              new RowRule("version_is_not_negative", "version >= 0")));

  private Releases() {}
}

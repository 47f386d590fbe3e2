package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code held_out}: the examples that the split of a recipe drew for tests. */
public final class HeldOut {

  public static final String SPLIT_GROUP = "split_group";

  public static final TableSpec SPEC =
      new TableSpec(
          "held_out",
          "One row per example that the split drew for tests",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the held-out example"),
              Column.optional(
                  SPLIT_GROUP,
                  StringType,
                  "Label or group by which it was drawn; null for an example that has none, and for"
                      + " a split by id")),
          List.of(Types.idIsNotEmpty()));

  private HeldOut() {}
}

package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** A random subset of the size of the cut, where the recipe asks for it. */
public final class Controls {

  public static final TableSpec SPEC =
      new TableSpec(
          "controls",
          "One row per example of the random control",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the example"),
              Column.required(
                  "control_rank",
                  LongType,
                  "1-based place in the control's own order: a smaller control is control_rank <="
                      + " K")),
          List.of(Types.idIsNotEmpty(), new RowRule("rank_is_positive", "control_rank >= 1")));

  private Controls() {}
}

package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * Contract of table {@code controls}: a random subset as large as the cut, where the recipe asks
 * for it.
 */
public final class Controls {

  public static final String CONTROL_RANK = "control_rank";

  public static final TableSpec SPEC =
      new TableSpec(
          "controls",
          "One row per example of the random control",
          List.of(
              Column.required(Examples.ID, StringType, "Key: the example"),
              Column.required(
                  CONTROL_RANK,
                  LongType,
                  "Rank in the order of the control, from 1: the rows with control_rank <= K are the"
                      + " control of K rows")),
          List.of(Types.idIsNotEmpty(), new RowRule("rank_is_positive", "control_rank >= 1")));

  private Controls() {}
}

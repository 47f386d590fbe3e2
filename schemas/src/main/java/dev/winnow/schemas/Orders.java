package dev.winnow.schemas;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** Contract of table {@code orders}: the ranks of the examples by several policies. */
public final class Orders {

  public static final String POLICY = "policy";
  public static final String SEED = "seed";
  public static final String POOL_RANK = "pool_rank";

  public static final TableSpec SPEC =
      new TableSpec(
          "orders",
          "One row per policy, seed and ranked example",
          List.of(
              Column.required(POLICY, StringType, "Key, with seed and id: policy of the order"),
              Column.required(
                  SEED,
                  LongType,
                  "Seed of the order: of its draws if policy is random, else of its ties"),
              Column.required(Examples.ID, StringType, "Ranked example"),
              Column.required(
                  Decisions.KEEP_RANK,
                  LongType,
                  "Rank in this order, from 1; the first N rows of the order are those with"
                      + " keep_rank <= N"),
              Column.required(
                  Decisions.KEEP_QUANTILE,
                  DoubleType,
                  "keep_rank divided by the number of ranked rows, in (0, 1]"),
              Column.required(
                  POOL_RANK,
                  LongType,
                  "Rank of the example in a random order that all policies share, from 1; the rows"
                      + " with pool_rank <= P are a random pool, and smaller pools lie inside it")),
          List.of(
              Types.idIsNotEmpty(),
              new RowRule("ranks_are_positive", "keep_rank >= 1 AND pool_rank >= 1"),
              new RowRule("quantile_in_range", "keep_quantile > 0 AND keep_quantile <= 1")));

  private Orders() {}
}

package dev.winnow.jobs.stage.prune;

import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Orders.POLICY;
import static dev.winnow.schemas.Orders.SEED;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Orders;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.PoolRanks;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes table {@code orders} of a run; no other class writes it. Each order is made as that of the
 * cut is: with the metric, the floor, the exploration and the parameters of section {@code prune},
 * and with the outlier guard where its policy takes one. So the order of the recipe's own policy
 * has the ranks of table {@code decisions}.
 */
final class OrdersTable {

  private static final String KEY = "winnow_example";

  private final RunContext run;
  private final Prune prune;
  private final ClassFloor floor;
  private final PrunePolicy.Geometry geometry;

  /**
   * @param prune section of the recipe, with orders
   * @param floor floor under every class; null for none
   */
  OrdersTable(RunContext run, Prune prune, ClassFloor floor, PrunePolicy.Geometry geometry) {
    this.run = run;
    this.prune = prune;
    this.floor = floor;
    this.geometry = geometry;
  }

  /**
   * Ranks the rows by every policy, and writes the ranks. Costs the ranking of the cut once for
   * each order, and a sort for the ranks of the pool.
   *
   * @param scored rows to rank, as {@link Selection} takes them, with the class of the floor
   * @return the version of the table
   */
  long write(String key, Dataset<Row> scored, Staging staging) {
    Dataset<Row> rows = staging.store("scored", scored);
    Dataset<Row> pool =
        staging
            .store("pool", PoolRanks.of(rows, run.recipe().seed()))
            .withColumnRenamed(Examples.ID, KEY);
    Dataset<Row> all = null;
    for (Keep policy : prune.orders()) {
      for (long seed : seeds(policy)) {
        run.progress().step("ranking by policy " + policy.word() + ", seed " + seed, 0);
        Dataset<Row> order = ranked(policy, seed, rows);
        all = all == null ? order : all.unionByName(order);
      }
    }
    Dataset<Row> orders =
        all.join(pool, col(Examples.ID).equalTo(col(KEY)))
            .select(Columns.of(Orders.SPEC))
            .repartitionByRange(col(POLICY), col(SEED), col(KEEP_RANK))
            .sortWithinPartitions(POLICY, SEED, KEEP_RANK);
    return run.write(Stage.PRUNE, key, Orders.SPEC, orders, Map.of());
  }

  private List<Long> seeds(Keep policy) {
    return policy == Keep.RANDOM && prune.orderSeeds() != null
        ? prune.orderSeeds()
        : List.of(run.recipe().seed());
  }

  private Dataset<Row> ranked(Keep policy, long seed, Dataset<Row> rows) {
    Selection selection =
        new Selection(
            PrunePolicy.build(prune, policy, geometry),
            KeepCount.share(BigDecimal.ONE),
            floor,
            prune.explorationFraction(),
            seed);
    return selection
        .apply(rows)
        .select(
            lit(policy.word()).as(POLICY),
            lit(seed).as(SEED),
            col(Examples.ID),
            col(KEEP_RANK),
            col(KEEP_QUANTILE));
  }
}

package dev.winnow.jobs.experiment.study;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.stage.prune.PrunePolicy;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.experiment.HashedDraws;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.KeepRandom;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Orders of the rows of a pool, made by the selection of stage prune: policy, floor, guard and
 * exploration of the recipe. A prefix of an order is a training set, so the rows of a smaller
 * fraction lie inside those of a larger one. Each order costs the jobs of a {@link Selection}.
 *
 * @param seed seed of the recipe, for ties
 */
record PoolOrders(long seed) {

  /**
   * Orders the rows of a pool by a policy.
   *
   * @param pool rows of id, place, cluster_id, distance and score
   * @param prune section of the recipe with the policy
   * @param classes finds the class of a row for the floor of the section; null without a floor
   * @return places of the rows, the first to keep first
   */
  int[] of(Dataset<Row> pool, Prune prune, PrunePolicy.Geometry geometry, BalanceClasses classes) {
    Balance balance = prune.balance();
    ClassFloor floor =
        balance == null
            ? null
            : new ClassFloor(BalanceClasses.COLUMN, balance.floor(), balance.form());
    Selection selection =
        new Selection(
            PrunePolicy.build(prune, geometry),
            KeepCount.share(BigDecimal.ONE),
            floor,
            prune.explorationFraction(),
            seed);
    return places(
        selection.apply(balance == null ? scored(pool) : classes.withClasses(scored(pool))));
  }

  /**
   * Orders the rows of a pool by a hash of id and seeds.
   *
   * @param ofProxy seed of the proxies
   */
  int[] random(Dataset<Row> pool, long ofProxy) {
    long mixed = HashedDraws.of(seed).part(ofProxy).bits(0);
    // The scores of all rows are equal to this policy.
    Dataset<Row> rows = scored(pool).withColumn(Decisions.SCORE, lit(0.0));
    return places(
        new Selection(new KeepRandom(), KeepCount.share(BigDecimal.ONE), mixed).apply(rows));
  }

  private static Dataset<Row> scored(Dataset<Row> pool) {
    return pool.select(
        col(Examples.ID),
        col(Scores.CLUSTER_ID),
        col(Policy.DISTANCE),
        col(Decisions.SCORE),
        col(LabelledRows.PLACE));
  }

  private static int[] places(Dataset<Row> ranked) {
    List<Row> rows = ranked.select(Decisions.KEEP_RANK, LabelledRows.PLACE).collectAsList();
    int[] places = new int[rows.size()];
    for (Row row : rows) {
      places[(int) row.getLong(0) - 1] = row.getInt(1);
    }
    return places;
  }
}

package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyOrder;
import java.math.BigDecimal;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the hardest rows of every cluster, and more of a cluster the wider it is and the further
 * from others: its complexity is the product of its rows' mean distance to its prototype and its
 * prototype's distance to the nearest others. Rows have {@code cluster_id} and {@code distance} to
 * that cluster's prototype.
 *
 * <p>Budgets by {@link DensityBudgets}. Nested: every prefix meets the budgets of its size but for
 * rounding; where nesting and the exact rounding at one size differ, nesting holds. Each cluster
 * has a threshold of its own.
 *
 * <p>Cost: two passes over the rows' clusters and a sort beside the sort of every policy. The
 * driver and every executor hold some 50 bytes a cluster. Distances are summed in whole steps of
 * 2^-30, so no sum depends on the order of the rows.
 *
 * @see <a href="https://arxiv.org/abs/2401.04578">Abbas et al. 2024</a>
 */
public final class KeepDensity implements Policy {

  private static final double STEPS = 0x1p30;

  private final double tau;
  private final double[] separation;
  private final OutlierGuard guard;

  /**
   * @param tau temperature of the softmax over complexities, above 0
   * @param separation of each cluster: see {@link ClusterSeparation}
   * @param outlierGuard see {@link KeepHard}; within each cluster the guarded rows come last
   */
  public KeepDensity(double tau, double[] separation, BigDecimal outlierGuard) {
    if (!(tau > 0)) {
      throw new IllegalArgumentException("tau must be above 0, got " + tau);
    }
    this.tau = tau;
    this.separation = separation.clone();
    this.guard = new OutlierGuard(outlierGuard);
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long seed) {
    Dataset<Row> rows = guard.mark(scored, seed);
    long[] sizes = RanksInGroups.sizes(rows, CLUSTER_ID, separation.length);
    DensityBudgets budgets = new DensityBudgets(complexity(rows), sizes, tau);
    return new PolicyOrder(
        RanksInGroups.placed(rows, CLUSTER_ID, guard.hardestFirst(seed), sizes, budgets),
        RanksInGroups.keys(CLUSTER_ID),
        guard.dropped(),
        col(CLUSTER_ID),
        Map.of("effective_clusters", budgets.effectiveClusters()));
  }

  /** Complexity of each cluster; NaN where it has no rows. */
  private double[] complexity(Dataset<Row> rows) {
    double[] complexity = new double[separation.length];
    java.util.Arrays.fill(complexity, Double.NaN);
    for (Row row :
        rows.groupBy(CLUSTER_ID)
            .agg(count(lit(1)), sum(floor(col("distance").multiply(STEPS)).cast("long")))
            .collectAsList()) {
      int cluster = row.getInt(0);
      complexity[cluster] = separation[cluster] * (row.getLong(2) / STEPS / row.getLong(1));
    }
    return complexity;
  }
}

package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.cluster.levels.ClusterSeparation;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the hardest rows of every cluster, and more rows of a cluster the wider and the more
 * distant from others it is. The complexity of a cluster is the product of two distances: the mean
 * distance of its rows to its prototype, and the distance of its prototype to the nearest others.
 * Rows have {@code cluster_id} and {@code distance} to the prototype of that cluster.
 *
 * <p>{@link DensityBudgets} makes the budgets. Nested: every prefix meets the budgets of its size,
 * except for rounding; where nesting and the exact rounding at one size differ, nesting holds. Each
 * cluster has its own threshold.
 *
 * <p>Cost: two passes over the clusters of the rows, and a sort beside the sort of every policy.
 * The driver and every executor hold some 50 bytes a cluster. Distances are summed in whole steps
 * of 2^-30, so no sum depends on the order of the rows.
 *
 * @see <a href="https://arxiv.org/abs/2401.04578">Abbas et al. 2024</a>
 */
public final class KeepDensity implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_EASY).withOutlierGuard();

  private static final double STEPS = 0x1p30;

  private final double tau;
  private final double[] separation;
  private final OutlierGuard guard;

  /**
   * @param tau temperature of the softmax over complexities, above 0
   * @param separation distance of each cluster to the nearest others, see {@link ClusterSeparation}
   * @param outlierGuard share as in {@link KeepHard}; the guarded rows come last in each cluster
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
  public PolicyOrder order(Dataset<Row> scored, long n, long seed) {
    Dataset<Row> rows = guard.mark(scored, n, seed);
    long[] sizes = RanksInGroups.sizes(rows, CLUSTER_ID, separation.length);
    DensityBudgets budgets = new DensityBudgets(complexity(rows), sizes, tau);
    return new PolicyOrder(
        RanksInGroups.placed(rows, CLUSTER_ID, guard.hardestFirst(seed), sizes, budgets),
        RanksInGroups.keys(CLUSTER_ID),
        guard.dropped(),
        col(CLUSTER_ID),
        Map.of("effective_clusters", budgets.effectiveClusters()));
  }

  /** Returns the complexity of each cluster; NaN for a cluster without rows. */
  private double[] complexity(Dataset<Row> rows) {
    double[] complexity = new double[separation.length];
    Arrays.fill(complexity, Double.NaN);
    for (Row row :
        rows.groupBy(CLUSTER_ID)
            .agg(count(lit(1)), sum(floor(col(DISTANCE).multiply(STEPS)).cast("long")))
            .collectAsList()) {
      int cluster = row.getInt(0);
      complexity[cluster] = separation[cluster] * (row.getLong(2) / STEPS / row.getLong(1));
    }
    return complexity;
  }
}

package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Samples evenly over clusters in levels: every cluster of a level gives as many rows as its
 * siblings, or all rows that it has. Rows have {@code cluster_id}, the number of a leaf, and for
 * {@link ClusterSampling#CLOSEST} {@code distance} to its prototype. Nested, see {@link
 * BalancedHierarchy}.
 *
 * <p>Cost: a count of the rows of each leaf, and a sort beside the sort of every policy; the driver
 * and every executor hold some 40 bytes a cluster.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al. 2024</a>
 */
public final class KeepHierarchical implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_RANDOM);

  private final List<int[]> parents;
  private final int leaves;
  private final int multiplier;
  private final ClusterSampling sampling;

  /**
   * @param leaves number of clusters that rows belong to
   * @param parents parent of each cluster, for each level except the top, from the leaves up; empty
   *     for clusters in one level
   * @param multiplier number of times that the budgets may count one row, at least 1
   * @param sampling order of the rows within a leaf
   */
  public KeepHierarchical(
      int leaves, List<int[]> parents, int multiplier, ClusterSampling sampling) {
    if (multiplier < 1) {
      throw new IllegalArgumentException("multiplier must be at least 1, got " + multiplier);
    }
    this.leaves = leaves;
    this.parents = List.copyOf(parents);
    this.multiplier = multiplier;
    this.sampling = sampling;
  }

  /** Returns the reason of a row that a cut drops. */
  public static Reason dropped(ClusterSampling sampling) {
    return sampling == ClusterSampling.RANDOM ? Reason.PRUNED_RANDOM : Reason.PRUNED_HARD;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    long[] sizes = RanksInGroups.sizes(scored, CLUSTER_ID, leaves);
    List<Column> within =
        sampling == ClusterSampling.RANDOM ? Ties.keys(seed) : Ties.keys(seed, col(DISTANCE).asc());
    return new PolicyOrder(
        RanksInGroups.placed(
            scored,
            CLUSTER_ID,
            within,
            sizes,
            new BalancedHierarchy(sizes, parents, multiplier, seed)),
        RanksInGroups.keys(CLUSTER_ID),
        lit(dropped(sampling).word()),
        null,
        Map.of(
            "levels",
            parents.size() + 1,
            "clusters_with_rows",
            Arrays.stream(sizes).filter(size -> size > 0).count()));
  }
}

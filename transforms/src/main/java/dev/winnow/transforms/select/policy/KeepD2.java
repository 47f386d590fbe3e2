package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.neighbours.NearestRows;
import dev.winnow.transforms.select.messages.MessageGroups;
import dev.winnow.transforms.select.messages.MessagePassing;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.task.Snapshot;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps hard rows of dense regions, but few that are near to each other: scores pass along a graph
 * of nearest rows, and each row that is selected lowers the values of its neighbours. {@link
 * MessagePassing} has the formulas. The order is that of the selection, so it is nested.
 *
 * <p>Differences from the paper: the nearest rows of a row are exact among the rows of its cluster
 * and of the {@value #PROBES} nearest other clusters. Edges lead from a row to its neighbours only.
 * A row with a value below zero sends no message. The selection runs in groups of clusters of about
 * {@value #GROUP_ROWS} rows in parallel, and reverse messages between groups are left out; with
 * fewer rows the selection is the paper's. No rows are set aside before: cut labels' errors by
 * {@code two-ended} or {@code coverage}.
 *
 * <p>Cost: five jobs: they count the rows of clusters twice, number the rows of the groups, select,
 * and count edges. Beside {@link NearestRows} two joins and two shuffles of {@code neighbours}
 * small rows for each row. A task holds some 200 bytes for each row of a group, and no vectors.
 *
 * @see <a href="https://arxiv.org/abs/2310.07931">Maharana et al. 2024</a>
 */
public final class KeepD2 implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_EASY);

  /** Clusters beside its own that a row looks into. */
  private static final int PROBES = 4;

  private static final int GROUP_ROWS = 1 << 17;

  private final EmbeddedRows embedded;
  private final int neighbours;
  private final double gammaForward;
  private final double gammaReverse;
  private final int groupRows;

  /**
   * @param neighbours number of neighbours of a row, at least 1
   * @param gammaForward decay of forward messages with the squared distance, at least 0
   * @param gammaReverse decay of reverse messages, at least 0
   */
  public KeepD2(EmbeddedRows embedded, int neighbours, double gammaForward, double gammaReverse) {
    this(embedded, neighbours, gammaForward, gammaReverse, GROUP_ROWS);
  }

  /**
   * @param groupRows approximate number of rows that one task selects
   */
  KeepD2(
      EmbeddedRows embedded,
      int neighbours,
      double gammaForward,
      double gammaReverse,
      int groupRows) {
    if (neighbours < 1 || !(gammaForward >= 0) || !(gammaReverse >= 0)) {
      throw new IllegalArgumentException(
          "neighbours must be at least 1 and gammas at least 0, got "
              + neighbours
              + ", "
              + gammaForward
              + " and "
              + gammaReverse);
    }
    this.embedded = embedded;
    this.neighbours = neighbours;
    this.gammaForward = gammaForward;
    this.gammaReverse = gammaReverse;
    this.groupRows = groupRows;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    float[] prototypes = embedded.prototypes();
    long[] sizes = RanksInGroups.sizes(scored, CLUSTER_ID, prototypes.length / embedded.dim());
    MessageGroups groups = new MessageGroups(sizes, groupRows);
    Dataset<Row> edges =
        new NearestRows(prototypes, embedded.dim(), 1 + PROBES, neighbours).of(embedded.of(scored));
    Dataset<Row> values =
        Snapshot.of(
            new MessagePassing(groups, gammaForward, gammaReverse)
                .values(scored.select(ID, SCORE, CLUSTER_ID), edges, seed));
    Row counts =
        values.agg(sum(col(MessagePassing.EDGES)), sum(col(MessagePassing.WITHIN))).first();
    return new PolicyOrder(
        scored.join(values.select(ID, MessagePassing.VALUE), ID),
        Ties.keys(seed, Ties.descending(col(MessagePassing.VALUE)).asc()),
        lit(FACTS.dropped().word()),
        null,
        Map.of(
            "selection_groups",
            groups.count(),
            "edges",
            counts.isNullAt(0) ? 0 : counts.getLong(0),
            "edges_within_groups",
            counts.isNullAt(1) ? 0 : counts.getLong(1)));
  }
}

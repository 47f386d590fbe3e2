package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.Ties;
import dev.winnow.transforms.select.zcore.CoverageScores;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps rows that cover the embedding without being redundant, by {@link CoverageScores}. It reads
 * embeddings alone, no score and no label. The order is that of these scores, so it is nested.
 *
 * <p>Differences from the paper: draws are hashes of their number. The median of a dimension is
 * that of at most 16,384 rows. Fewer neighbours share a penalty than the paper's 1,000: weights
 * fall with the fourth power of the distance, so 32 neighbours hold about 98% of the weight that
 * 1,000 have where rows are spread evenly over two dimensions.
 *
 * <p>Cost: that of {@link CoverageScores}, about seven jobs, and two joins.
 *
 * @see <a href="https://arxiv.org/abs/2411.15349">Griffin et al. 2024</a>
 */
public final class KeepZcore implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_RANDOM);

  private final EmbeddedRows embedded;
  private final CoverageScores scores;

  public KeepZcore(EmbeddedRows embedded, CoverageScores scores) {
    this.embedded = embedded;
    this.scores = scores;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    CoverageScores.Scored covered = scores.of(embedded.of(scored), rows, embedded.dim(), seed);
    return new PolicyOrder(
        scored.join(covered.rows(), ID),
        Ties.keys(seed, Ties.descending(col(CoverageScores.SCORE)).asc()),
        lit(FACTS.dropped().word()),
        null,
        covered.figures());
  }
}

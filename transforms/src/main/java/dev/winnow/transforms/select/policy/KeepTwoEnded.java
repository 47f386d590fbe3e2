package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops rows of both ends of the scores: the floor(hardest n + 0.5) hardest of n rows, which often
 * have wrong labels or broken content, and then the easiest. The rows behind the hardest share come
 * first, from hard to easy; the hardest share comes last, from its easy end. Nested for one share,
 * since it is a share of all rows, not of the dropped ones as the paper tunes it for each size.
 *
 * <p>{@link KeepBand} fixes both ends of a band and draws rows inside it; {@link KeepCoverage} sets
 * the same share aside, but draws over the whole range of the other scores; the outlier guard of
 * {@link KeepHard} goes by the distance to the prototypes, whatever the score. The end of the
 * hardest share costs one selection more, see {@link RadixSelect}.
 *
 * @see <a href="https://arxiv.org/abs/2406.04273">Zheng et al. 2025, ELFS</a>, double-end pruning
 */
public final class KeepTwoEnded implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_EASY);

  private static final String HARDEST = "winnow_hardest";

  private final BigDecimal hardest;

  /**
   * @param hardest share of the rows that are kept only after all others, in [0, 1)
   */
  public KeepTwoEnded(BigDecimal hardest) {
    if (hardest.signum() < 0 || hardest.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("hardest must be in [0, 1), got " + hardest);
    }
    this.hardest = hardest;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long rows, long seed) {
    Column hardestFirst = Ties.descending(col(SCORE));
    long aside = KeepCount.keptRows(hardest, rows);
    Dataset<Row> marked =
        scored.withColumn(
            HARDEST, RadixSelect.isFirst(scored, hardestFirst, Ties.hash(seed), aside, rows));
    return new PolicyOrder(
        marked,
        Ties.keys(
            seed, col(HARDEST).asc(), when(col(HARDEST), col(SCORE)).otherwise(hardestFirst).asc()),
        when(col(HARDEST), Reason.PRUNED_HARD.word()).otherwise(Reason.PRUNED_EASY.word()));
  }
}

package dev.winnow.transforms.select.policy;

import static dev.winnow.schemas.Decisions.SCORE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.PolicyFacts;
import dev.winnow.transforms.select.order.PolicyOrder;
import dev.winnow.transforms.select.order.RadixSelect;
import dev.winnow.transforms.select.order.Ties;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Covers the range of the scores. The floor(beta n + 0.5) hardest rows are set aside, the range of
 * the other scores is cut into strata of equal width, and each stratum gives the same number of
 * rows, drawn by hash, or all rows that it has.
 *
 * <p>At every size the strata have exactly the budgets of the published rule, which goes from the
 * smallest stratum to the largest and gives each min(its size, rows left / strata left). Nested for
 * one beta and one number of strata: the hard rows are set aside by their share of all rows, not of
 * the kept ones. A cut that is larger than all strata goes on with the rows that were set aside,
 * the least hard first.
 *
 * <p>Cost: a selection (see {@link RadixSelect}), a sort and three small jobs beside the sort of
 * every policy; the driver holds a few numbers a stratum.
 *
 * @see <a href="https://arxiv.org/abs/2210.15809">Zheng et al. 2023</a>, algorithm 1
 */
public final class KeepCoverage implements Policy {

  static final PolicyFacts FACTS = PolicyFacts.of(Reason.PRUNED_RANDOM);

  private static final String CUT = "winnow_cut";
  private static final String STRATUM = "winnow_stratum";

  private final BigDecimal beta;
  private final int strata;

  /**
   * @param beta share of the rows that are set aside, in [0, 1)
   * @param strata number of strata, at least 1
   */
  public KeepCoverage(BigDecimal beta, int strata) {
    if (beta.signum() < 0 || beta.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("beta must be in [0, 1), got " + beta);
    }
    if (strata < 1) {
      throw new IllegalArgumentException("strata must be at least 1, got " + strata);
    }
    this.beta = beta;
    this.strata = strata;
  }

  @Override
  public PolicyOrder order(Dataset<Row> scored, long n, long seed) {
    Column score = col(SCORE);
    Column hardestFirst = Ties.descending(score);
    long cut = KeepCount.keptRows(beta, n);
    Dataset<Row> marked =
        scored.withColumn(CUT, RadixSelect.isFirst(scored, hardestFirst, Ties.hash(seed), cut, n));
    Row range = marked.where(not(col(CUT))).agg(min(score), max(score)).first();
    double low = range.isNullAt(0) ? 0 : range.getDouble(0);
    double high = range.isNullAt(1) ? 0 : range.getDouble(1);
    Column stratum =
        high > low
            ? least(floor(score.minus(low).divide(high - low).multiply(strata)), lit(strata - 1L))
                .cast("int")
            : lit(0);
    Dataset<Row> rows = marked.withColumn(STRATUM, when(col(CUT), strata).otherwise(stratum));
    long[] sizes = RanksInGroups.sizes(rows, STRATUM, strata + 1);
    WaterFilling filling = WaterFilling.largestFirst(Arrays.copyOf(sizes, strata));
    int behind = strata;
    GroupPlaces places =
        (group, rank) -> group == behind ? filling.total() + rank : filling.place(group, rank);
    List<Column> within = Ties.keys(seed, when(col(CUT), score).asc());
    return new PolicyOrder(
        RanksInGroups.placed(rows, STRATUM, within, sizes, places),
        RanksInGroups.keys(STRATUM),
        when(col(CUT), Reason.PRUNED_HARD.word()).otherwise(Reason.PRUNED_RANDOM.word()),
        null,
        Map.of(
            "set_aside",
            sizes[strata],
            "strata",
            strata,
            "strata_with_rows",
            Arrays.stream(sizes, 0, strata).filter(size -> size > 0).count()));
  }
}

package dev.winnow.jobs.cut;

import static dev.winnow.schemas.Decisions.CUMULATIVE_BYTES;
import static dev.winnow.schemas.Decisions.CUMULATIVE_TOKENS;
import static dev.winnow.schemas.Decisions.KEEP_QUANTILE;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Decisions.KEPT;
import static dev.winnow.schemas.Decisions.METRIC;
import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Decisions.SCORE;
import static dev.winnow.schemas.Decisions.THRESHOLD;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Balance;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.release.BalanceClasses;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Reason;
import dev.winnow.transforms.select.BalanceForm;
import dev.winnow.transforms.select.ClassFloor;
import dev.winnow.transforms.select.FlooredPrefix;
import dev.winnow.transforms.select.RankedSums;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.order.ScoreOrder;
import dev.winnow.transforms.select.policy.Keep;
import dev.winnow.transforms.select.policy.KeepHard;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes decisions of another size or in another order from those that a run has stored. Rows
 * without a rank keep their decision.
 *
 * @param keep policy
 * @param floor share of the balance floor; 0 for none
 * @param form form of the floor
 * @param guard share of guarded outliers; 0 for none
 * @param exploration share of every cut that is drawn by hash; 0 for none
 * @param dropped reason of a row that the run kept and the cut drops
 * @param seed seed of the run, for ties
 */
record CutOrder(
    Keep keep,
    BigDecimal floor,
    BalanceForm form,
    BigDecimal guard,
    BigDecimal exploration,
    Reason dropped,
    long seed) {

  private static final String CLASS = BalanceClasses.COLUMN;

  /**
   * Returns the order of a cut of a run.
   *
   * @param keep policy of the cut
   */
  static CutOrder of(Recipe recipe, Keep keep) {
    Prune prune = recipe.prune();
    Balance balance = prune == null ? null : prune.balance();
    return new CutOrder(
        keep,
        balance == null ? BigDecimal.ZERO : balance.floor(),
        balance == null ? BalanceForm.RELATIVE : balance.form(),
        prune == null ? BigDecimal.ZERO : prune.outlierGuard(),
        prune == null ? BigDecimal.ZERO : prune.explorationFraction(),
        prune != null && prune.keep() == keep ? prune.droppedReason() : keep.droppedReason(),
        recipe.seed());
  }

  /** Returns true where classes have a floor. */
  boolean isBalanced() {
    return floor.signum() > 0;
  }

  /** Returns true where guarded outliers are kept last, so that distances must be known. */
  boolean isGuarded() {
    return guard.signum() > 0;
  }

  /**
   * Checks that the policy takes the outlier guard of the recipe.
   *
   * @throws Failure with {@link ExitCode#USAGE} where the recipe has a guard that it does not take
   */
  void requireGuard() {
    if (isGuarded() && !keep.takesOutlierGuard()) {
      throw new Failure(
          ExitCode.USAGE,
          "--keep must be a policy that takes prune.outlier_guard, which the recipe sets to "
              + guard.toPlainString()
              + ", got "
              + keep.word()
              + "; use --keep hard, or run the recipe with prune.keep="
              + keep.word()
              + " and without the guard");
    }
  }

  /**
   * Returns true where a floor rearranged the stored order and the order without the floor is
   * known. Then a cut shows which rows the floor displaces, and has a threshold for each class
   * under which it binds.
   */
  boolean showsDisplacedRows() {
    return isBalanced()
        && !isGuarded()
        && exploration.signum() == 0
        && keep.scoreOrder().isPresent();
  }

  /**
   * Keeps the first {@code kept} rows of the stored order. A row that the run pruned keeps its
   * reason; one that the run kept and the cut drops gets the reason of the policy. There is one
   * threshold, also under a floor: where the order is not that of the score alone, the stored ranks
   * do not show which rows the floor keeps.
   *
   * @param decisions all decisions of the run
   */
  Dataset<Row> keepStored(Dataset<Row> decisions, long kept) {
    List<Row> last = decisions.where(col(KEEP_RANK).equalTo(kept)).select(SCORE).takeAsList(1);
    Column threshold = last.isEmpty() ? lit(null).cast("double") : lit(last.get(0).getDouble(0));
    Column ranked = col(KEEP_RANK).isNotNull();
    Column stays = coalesce(col(KEEP_RANK).leq(kept), lit(false));
    Column reason =
        when(stays, Reason.KEPT.word())
            .when(ranked.and(col(REASON).equalTo(Reason.KEPT.word())), dropped.word())
            .otherwise(col(REASON));
    return decisions
        .withColumn(REASON, reason)
        .withColumn(KEPT, stays)
        .withColumn(THRESHOLD, when(ranked, threshold).otherwise(col(THRESHOLD)))
        .select(Columns.of(Decisions.SPEC));
  }

  /**
   * Keeps the first {@code kept} rows of the stored order under a floor, see {@link FlooredPrefix}.
   *
   * @param rows all decisions of the run, with the class in {@link BalanceClasses#COLUMN}
   */
  Dataset<Row> keepFloored(Dataset<Row> rows, long ranked, long kept) {
    return new FlooredPrefix(scoreOrder(), CLASS, seed).apply(rows, ranked, kept);
  }

  /**
   * Returns the ranked rows with another score.
   *
   * @param scores rows of {@code id}, {@code score} and, with a guard, {@link Policy#DISTANCE}
   */
  static Dataset<Row> withScores(Dataset<Row> decisions, Dataset<Row> scores) {
    return decisions
        .where(col(KEEP_RANK).isNotNull())
        .drop(
            KEEP_RANK,
            KEEP_QUANTILE,
            KEPT,
            REASON,
            THRESHOLD,
            SCORE,
            METRIC,
            CUMULATIVE_TOKENS,
            CUMULATIVE_BYTES)
        .join(scores, Examples.ID);
  }

  /**
   * Ranks the rows in another order, by {@link Selection}, with the guard and the exploration of
   * the recipe.
   *
   * @param rows rows of {@link #withScores} with the lengths of their contents, and with the class
   *     where classes have a floor
   * @param metric name of the metric that {@code score} holds
   * @param count number of the rows
   * @throws Failure with {@link ExitCode#DATA} when a score is not finite
   */
  Dataset<Row> rankAgain(
      Dataset<Row> decisions, Dataset<Row> rows, BigDecimal fraction, String metric, long count) {
    Selection selection =
        new Selection(
            isGuarded() ? new KeepHard(guard) : scoreOrder(),
            KeepCount.share(fraction),
            isBalanced() ? new ClassFloor(CLASS, floor, form) : null,
            exploration,
            seed);
    Dataset<Row> ranked;
    try {
      ranked = selection.apply(rows);
    } catch (IllegalArgumentException e) {
      throw new Failure(
          ExitCode.DATA, "metric " + metric + " cannot rank the rows: " + e.getMessage(), e);
    }
    return RankedSums.add(ranked, count)
        .withColumn(METRIC, lit(metric))
        .select(Columns.of(Decisions.SPEC))
        .unionByName(unranked(decisions));
  }

  private ScoreOrder scoreOrder() {
    return keep.scoreOrder()
        .orElseThrow(
            () -> new IllegalStateException("keep " + keep.word() + " needs the stored ranks"));
  }

  private static Dataset<Row> unranked(Dataset<Row> decisions) {
    return decisions.where(col(KEEP_RANK).isNull()).select(Columns.of(Decisions.SPEC));
  }
}

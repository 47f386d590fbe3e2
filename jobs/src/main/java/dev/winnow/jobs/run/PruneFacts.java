package dev.winnow.jobs.run;

import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Facts of stage prune. In the JSON, the figures of the policy stand beside the others.
 *
 * @param reasons rows of each reason, by reason
 * @param keepFraction share of the ranked rows to keep; null where {@code targetRows} is given
 * @param targetRows ranked rows to keep; null where {@code keepFraction} is given
 * @param certificate null for a run that checked nothing
 */
public record PruneFacts(
    PolicyFigures policy,
    Map<String, Long> reasons,
    long kept,
    BigDecimal keepFraction,
    Long targetRows,
    Certificate certificate)
    implements StageFacts {

  public PruneFacts {
    reasons = reasons == null ? Map.of() : reasons;
  }

  /**
   * Figures of the policies; each is null for a policy without it.
   *
   * @param levels levels of the hierarchy
   * @param clustersWithRows clusters with at least one ranked row
   * @param setAside rows behind the hard end that a coverage cuts first
   * @param strata strata of a coverage
   * @param strataWithRows strata with at least one ranked row
   * @param effectiveClusters clusters of equal budgets that the budgets of a density amount to
   * @param explored rows that were kept at random
   */
  public record PolicyFigures(
      Integer levels,
      Long clustersWithRows,
      Long setAside,
      Integer strata,
      Long strataWithRows,
      Double effectiveClusters,
      Long explored) {}

  /**
   * Checks that the written ranking passed.
   *
   * @param sizes numbers of rows K at which the ranks up to K were counted
   * @param nested true: at each size the ranks up to K are K rows
   * @param classes classes with a floor; null without a floor
   * @param floorsHold true: each class has its floor at each size; null without a floor
   */
  public record Certificate(
      List<Long> sizes, boolean nested, Integer classes, Boolean floorsHold) {}

  /** Returns how many of the ranked rows this stage was to keep. */
  public KeepCount keepCount() {
    return targetRows == null ? KeepCount.share(keepFraction) : KeepCount.rows(targetRows);
  }
}

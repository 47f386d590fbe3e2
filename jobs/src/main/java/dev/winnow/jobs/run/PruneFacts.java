package dev.winnow.jobs.run;

import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Facts of stage prune. In the JSON, the figures of the policy stand beside the others.
 *
 * @param figures numbers that the policy adds, by name; no code reads them
 * @param reasons rows of each reason, by reason
 * @param keepFraction share of the ranked rows to keep; null where {@code targetRows} is given
 * @param targetRows ranked rows to keep; null where {@code keepFraction} is given
 * @param certificate null for a run that checked nothing
 */
public record PruneFacts(
    Map<String, Number> figures,
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
   * Results of the checks that the written ranking passed.
   *
   * @param sizes numbers of rows K at which the ranks up to K were counted
   * @param nested true: at each size the ranks up to K are K rows
   * @param classes classes with a floor; null without a floor
   * @param floorsHold true: each class has its floor at each size; null without a floor
   */
  public record Certificate(
      List<Long> sizes, boolean nested, Integer classes, Boolean floorsHold) {}

  /** Returns the number or share of the ranked rows that this stage had to keep. */
  public KeepCount keepCount() {
    return targetRows == null ? KeepCount.share(keepFraction) : KeepCount.rows(targetRows);
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.progress.Shown;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.math.BigDecimal;

/**
 * Request for advice.
 *
 * @param runId id of the run to advise on; null for the latest run of the recipe
 * @param learner proxy of the pilots; null for the first of the recipe
 * @param budget training that the answer is for; null for both kinds
 * @param fraction share that must stay; null to find one
 * @param tolerance relative rise of the error that is acceptable, at least 0
 * @param rows rows of the corpus to advise for; null for those that the run has to train on
 * @param shown progress that is shown
 * @param dryRun true to report what would be trained and to train and write nothing
 */
public record AdviseRequest(
    String runId,
    Learner learner,
    Budget.Kind budget,
    BigDecimal fraction,
    BigDecimal tolerance,
    Long rows,
    Shown shown,
    boolean dryRun) {

  /** Checks the numbers. */
  public AdviseRequest {
    if (fraction != null && (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) >= 0)) {
      throw new IllegalArgumentException(
          "--keep-fraction must be above 0 and below 1, got " + fraction.toPlainString());
    }
    if (tolerance.signum() < 0) {
      throw new IllegalArgumentException(
          "--tolerance must be at least 0, got " + tolerance.toPlainString());
    }
    if (rows != null && rows < 1) {
      throw new IllegalArgumentException("--rows must be at least 1, got " + rows);
    }
  }
}

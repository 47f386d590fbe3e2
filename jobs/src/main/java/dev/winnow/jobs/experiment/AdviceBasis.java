package dev.winnow.jobs.experiment;

import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.math.BigDecimal;
import java.util.List;

/**
 * Basis of advice: the trained proxies, and the question.
 *
 * @param runs the pilots, all of one learner
 * @param learner the learner
 * @param budgets kinds of training to answer for, the main one first; at least one
 * @param rows rows of the corpus to advise for
 * @param largest rows of the largest pool
 * @param testRows rows by which each pilot was measured
 * @param seeds number of seeds
 * @param fraction share that must stay; null to find one
 * @param tolerance relative rise of the error that is acceptable, at least 0
 */
public record AdviceBasis(
    List<PilotRun> runs,
    Learner learner,
    List<Budget.Kind> budgets,
    long rows,
    int largest,
    long testRows,
    int seeds,
    BigDecimal fraction,
    BigDecimal tolerance) {

  /** Rise of the error that is acceptable unless a user gives another. */
  public static final String TOLERANCE = "0.05";

  public AdviceBasis {
    runs = List.copyOf(runs);
    budgets = List.copyOf(budgets);
  }
}

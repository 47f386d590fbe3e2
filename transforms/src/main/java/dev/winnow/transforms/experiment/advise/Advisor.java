package dev.winnow.transforms.experiment.advise;

import dev.winnow.transforms.experiment.fit.FitRefused;
import dev.winnow.transforms.experiment.fit.Forecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Chooses a policy and a fraction from pilot runs.
 *
 * <p>For each fraction the policy with the lowest mean error goes on. By {@link
 * Question.Goal#SMALLEST_SET} the smallest fraction wins whose error is within the tolerance of
 * that of all rows; by {@link Question.Goal#LOWEST_ERROR} the fraction with the lowest error, if
 * that is below the error of all rows. A cut that loses to random rows of the same number in the
 * mean is never chosen: then random rows are, or the advice is not to prune. Ties go to random
 * rows, then to the name of the policy.
 *
 * <p>Figures are measured where the pilots include the pool of the question. For a larger pool they
 * are forecasts by the law of each curve, as far as {@link Forecast} supports one for every curve
 * that the choice compares; otherwise the advice is for the largest pool of the pilots, and says
 * so.
 */
public final class Advisor {

  private final Cells cells;
  private final Question question;

  private Advisor(Cells cells, Question question) {
    this.cells = cells;
    this.question = question;
  }

  /**
   * Returns the advice. Deterministic; the order of the pilots changes nothing.
   *
   * @param pilots runs of at least one policy with random rows of the same fractions and pools, and
   *     runs on all rows of each pool; at least two seeds
   * @throws IllegalArgumentException if the largest pool lacks runs on all rows or random rows, or
   *     no run has a fraction that the question asks for
   */
  public static Advice advise(List<Pilot> pilots, Question question) {
    return new Advisor(new Cells(pilots, question.testRows()), question).advise();
  }

  private Advice advise() {
    long largest = cells.largestPool();
    require(largest);
    if (question.pool() <= largest) {
      long pool = cells.has(Pilot.RANDOM, 1, question.pool()) ? question.pool() : largest;
      require(pool);
      String limit =
          pool == question.pool()
              ? null
              : "no pilot has a pool of "
                  + question.pool()
                  + " rows; the figures are those of "
                  + pool;
      return choose(measured(pool), cells.estimate(Pilot.RANDOM, 1, pool), pool, false, limit);
    }
    try {
      Forecasts forecasts = new Forecasts(cells, question.pool());
      return choose(
          forecasts.candidates(wanted(largest)), forecasts.all(), question.pool(), true, null);
    } catch (FitRefused e) {
      return choose(
          measured(largest),
          cells.estimate(Pilot.RANDOM, 1, largest),
          largest,
          false,
          e.getMessage());
    }
  }

  /** Checks that a pool can be judged. */
  private void require(long pool) {
    if (!cells.has(Pilot.RANDOM, 1, pool)) {
      throw new IllegalArgumentException("pilots lack runs on all " + pool + " rows of the pool");
    }
    List<Map.Entry<String, Double>> wanted = wanted(pool);
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "pilots lack runs of a policy at fraction "
              + (question.fraction() == null ? "below 1" : question.fraction())
              + " of the pool of "
              + pool
              + " rows");
    }
    for (Map.Entry<String, Double> cut : wanted) {
      if (!cells.has(Pilot.RANDOM, cut.getValue(), pool)) {
        throw new IllegalArgumentException(
            "pilots lack random rows at fraction "
                + cut.getValue()
                + " of the pool of "
                + pool
                + " rows");
      }
    }
  }

  private List<Map.Entry<String, Double>> wanted(long pool) {
    return cells.cuts(pool).stream()
        .filter(cut -> question.fraction() == null || cut.getValue().equals(question.fraction()))
        .toList();
  }

  private List<Candidate> measured(long pool) {
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<String, Double> cut : wanted(pool)) {
      String policy = cut.getKey();
      double fraction = cut.getValue();
      candidates.add(
          new Candidate(
              policy,
              fraction,
              cells.estimate(policy, fraction, pool),
              cells.difference(policy, fraction, Pilot.RANDOM, fraction, pool),
              cells.difference(policy, fraction, Pilot.RANDOM, 1, pool)));
    }
    return candidates;
  }

  private Advice choose(
      List<Candidate> candidates, Estimate all, long pool, boolean forecast, String limit) {
    List<Candidate> sorted =
        candidates.stream()
            .sorted(
                Comparator.comparingDouble(Candidate::fraction)
                    .thenComparingDouble(of -> of.error().value())
                    .thenComparing(of -> !of.policy().equals(Pilot.RANDOM))
                    .thenComparing(Candidate::policy))
            .toList();
    // The first of each fraction has its lowest error, which is that of random rows at most.
    List<Candidate> best = new ArrayList<>();
    for (Candidate candidate : sorted) {
      if (best.isEmpty() || best.get(best.size() - 1).fraction() != candidate.fraction()) {
        best.add(candidate);
      }
    }
    Candidate chosen =
        switch (question.goal()) {
          case SMALLEST_SET ->
              best.stream()
                  .filter(
                      of ->
                          question.fraction() != null
                              || of.overAll().value() <= question.tolerance() * all.value())
                  .findFirst()
                  .orElse(null);
          case LOWEST_ERROR ->
              best.stream()
                  .filter(of -> question.fraction() != null || of.overAll().value() < 0)
                  .min(Comparator.comparingDouble(of -> of.error().value()))
                  .orElse(null);
        };
    return new Advice(chosen, all, sorted, pool, forecast, limit);
  }
}

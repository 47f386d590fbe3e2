package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Experiment;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

/** Rules on the values of {@code experiment}. */
final class ExperimentChecks {

  /** Most seeds: more would be a mistake in a list of one number. */
  private static final long MOST_SEEDS = 1_000;

  private final Experiment experiment;
  private final Faults faults;

  ExperimentChecks(Experiment experiment, Faults faults) {
    this.experiment = experiment;
    this.faults = faults;
  }

  void run() {
    distinct("policies", experiment.policies());
    distinct("fractions", experiment.fractions().stream().map(Number::doubleValue).toList());
    distinct("pools", experiment.pools().stream().map(Number::doubleValue).toList());
    distinct("learners", experiment.learners());
    distinct("budgets", experiment.budgets());
    distinct("seeds", experiment.seeds());
    for (BigDecimal pool : experiment.pools()) {
      if (pool.compareTo(BigDecimal.ONE) > 0 && pool.stripTrailingZeros().scale() > 0) {
        faults.at(
            "experiment.pools",
            "must hold shares up to 1 or whole numbers of rows, got " + pool.toPlainString());
      }
    }
    if (experiment.seeds().size() == 1) {
      long count = experiment.seeds().get(0);
      if (count < 1 || count > MOST_SEEDS) {
        faults.at(
            "experiment.seeds",
            "must be a number of seeds from 1 to "
                + MOST_SEEDS
                + ", or a list of at least two seeds, got "
                + count);
      }
    }
  }

  private void distinct(String key, List<?> values) {
    if (new HashSet<>(values).size() < values.size()) {
      faults.at("experiment." + key, "must hold no value twice, got " + values);
    }
  }
}

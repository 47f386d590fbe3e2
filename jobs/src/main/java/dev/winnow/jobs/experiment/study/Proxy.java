package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.PilotRun;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.io.Serializable;
import java.util.Locale;

/**
 * One proxy to train. Two proxies of a study are equal if they have the same training rows,
 * learner, budget and seed.
 *
 * @param policy word of the policy, or {@link #ALL}
 * @param fraction share of the pool that is kept, in (0, 1]
 * @param pool rows of the pool
 * @param rows training rows
 */
record Proxy(
    String policy,
    double fraction,
    int pool,
    int rows,
    Learner learner,
    Budget.Kind budget,
    long seed)
    implements Serializable {

  /** Policy of a proxy that is trained on the whole pool. */
  static final String ALL = PilotRun.ALL;

  /**
   * Order of the rows of a pool. Only random has one for each seed.
   *
   * @param seed 0 for all other policies
   */
  record Order(String policy, int pool, long seed) implements Serializable {}

  Order order() {
    return new Order(policy, pool, policy.equals(Grid.RANDOM) ? seed : 0);
  }

  String budgetWord() {
    return budget.name().toLowerCase(Locale.ROOT);
  }

  /** Returns rows times passes, in proportion to the work of a learner. */
  long work() {
    return budget == Budget.Kind.EPOCHS ? rows : pool;
  }
}

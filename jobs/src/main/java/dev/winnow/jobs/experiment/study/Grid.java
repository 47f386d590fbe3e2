package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All proxies of a study, without those that would repeat another: the whole pool is trained once
 * for a seed, whatever the policy and the budget.
 *
 * @param policies the policies to compare, then random
 * @param fractions ascending, below 1
 * @param pools sizes in rows, ascending
 * @param learners learners that can be trained
 * @param budgets kinds of budget
 * @param seeds seeds of each proxy
 */
record Grid(
    List<Keep> policies,
    List<BigDecimal> fractions,
    List<Integer> pools,
    List<Learner> learners,
    List<Budget.Kind> budgets,
    List<Long> seeds) {

  /** Policy of the control. */
  static final String RANDOM = Keep.RANDOM.word();

  /**
   * Makes the grid of a recipe.
   *
   * @param policies policies that can be trained; random is added
   * @param learners learners that can be trained
   * @param rows rows of all training rows
   */
  static Grid of(Experiment settings, List<Keep> policies, List<Learner> learners, int rows) {
    List<Keep> compared = new ArrayList<>(policies);
    compared.remove(Keep.RANDOM);
    compared.add(Keep.RANDOM);
    return new Grid(
        List.copyOf(compared),
        settings.fractions().stream()
            .filter(fraction -> fraction.compareTo(BigDecimal.ONE) < 0)
            .sorted()
            .toList(),
        settings.pools().stream()
            .map(pool -> poolRows(pool, rows))
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList(),
        learners,
        settings.budgets(),
        settings.seedList());
  }

  /** Returns the rows of a pool: a share of all rows, or a number of rows, at least 1. */
  static int poolRows(BigDecimal pool, int rows) {
    long count =
        pool.compareTo(BigDecimal.ONE) <= 0
            ? KeepCount.keptRows(pool, rows)
            : Math.min(rows, pool.longValueExact());
    return (int) Math.max(1, count);
  }

  int largestPool() {
    return pools.get(pools.size() - 1);
  }

  List<Proxy> proxies() {
    List<Proxy> proxies = new ArrayList<>();
    for (int pool : pools) {
      for (Learner learner : learners) {
        for (long seed : seeds) {
          proxies.add(new Proxy(Proxy.ALL, 1, pool, pool, learner, Budget.Kind.EPOCHS, seed));
          for (Keep policy : policies) {
            for (BigDecimal fraction : fractions) {
              int rows = (int) Math.max(1, KeepCount.keptRows(fraction, pool));
              for (Budget.Kind budget : budgets) {
                proxies.add(
                    new Proxy(
                        policy.word(), fraction.doubleValue(), pool, rows, learner, budget, seed));
              }
            }
          }
        }
      }
    }
    return proxies;
  }
}

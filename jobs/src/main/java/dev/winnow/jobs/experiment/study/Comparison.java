package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.PairedDifference;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Proxies that differ in the seed alone, and their difference to random rows of the same number.
 *
 * @param first one of the proxies
 * @param error mean error over the seeds
 * @param standardError standard error of that mean; NaN for one seed
 * @param toRandom difference to random of the errors, paired by seed; null for random and all
 */
record Comparison(
    Proxy first,
    List<Trained> seeds,
    double error,
    double standardError,
    PairedDifference toRandom) {

  /** All that a proxy is, except its seed. */
  record Cell(String policy, double fraction, int pool, Learner learner, Budget.Kind budget) {

    static Cell of(Proxy proxy) {
      return new Cell(
          proxy.policy(), proxy.fraction(), proxy.pool(), proxy.learner(), proxy.budget());
    }

    Cell with(String otherPolicy) {
      return new Cell(otherPolicy, fraction, pool, learner, budget);
    }
  }

  /**
   * Compares trained proxies, in the order in which they are given.
   *
   * @param trained all proxies of a study
   * @param testRows number of test rows, the same for all
   */
  static List<Comparison> of(Collection<Trained> trained, int testRows) {
    Map<Cell, List<Trained>> cells = cells(trained);
    List<Comparison> all = new ArrayList<>();
    cells.forEach(
        (cell, seeds) -> {
          double[] errors = values(seeds, Measurement::error);
          all.add(
              new Comparison(
                  seeds.get(0).proxy(),
                  seeds,
                  PairedDifference.mean(errors),
                  PairedDifference.standardError(errors),
                  cell.policy().equals(Grid.RANDOM)
                      ? null
                      : difference(seeds, cells.get(cell.with(Grid.RANDOM)), testRows)));
        });
    return all;
  }

  static Map<Cell, List<Trained>> cells(Collection<Trained> trained) {
    Map<Cell, List<Trained>> cells = new LinkedHashMap<>();
    trained.forEach(
        one -> cells.computeIfAbsent(Cell.of(one.proxy()), cell -> new ArrayList<>()).add(one));
    return cells;
  }

  /** Compares the errors at the seeds that both have; null without such a seed. */
  static PairedDifference difference(List<Trained> first, List<Trained> second, int testRows) {
    if (second == null) {
      return null;
    }
    Map<Long, Trained> bySeed = new LinkedHashMap<>();
    second.forEach(one -> bySeed.put(one.proxy().seed(), one));
    List<Trained> paired =
        first.stream().filter(one -> bySeed.containsKey(one.proxy().seed())).toList();
    if (paired.isEmpty()) {
      return null;
    }
    List<Trained> others = paired.stream().map(one -> bySeed.get(one.proxy().seed())).toList();
    return PairedDifference.of(
            values(paired, Measurement::error), values(others, Measurement::error))
        .onTestRows(wrong(paired), wrong(others), testRows);
  }

  private static List<BitSet> wrong(List<Trained> trained) {
    return trained.stream().map(one -> one.measured().wrong()).toList();
  }

  private static double[] values(List<Trained> trained, ToDoubleFunction<Measurement> value) {
    return trained.stream().mapToDouble(one -> value.applyAsDouble(one.measured())).toArray();
  }

  /** Returns the mean of a measurement over the seeds. */
  double mean(ToDoubleFunction<Measurement> value) {
    return PairedDifference.mean(values(seeds, value));
  }

  /** Returns true if the seeds show that the policy has a lower error than random. */
  boolean wins() {
    return toRandom != null && toRandom.isShown() && toRandom.mean() < 0;
  }

  /** Returns true if the seeds show that the policy has a higher error than random. */
  boolean loses() {
    return toRandom != null && toRandom.isShown() && toRandom.mean() > 0;
  }
}

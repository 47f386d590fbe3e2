package dev.winnow.jobs.recipe;

import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;

/** Settings of the proxies that {@code winnow experiment} trains. They change no run. */
public record Experiment(
    @Key(
            value = "Policies to compare with random rows, which are always trained.",
            byDefault = "[hard, easy, middle, random]")
        List<Keep> policies,
    @Key(
            value = "Shares of a pool to keep; the whole pool is always trained.",
            byDefault = "[0.2, 0.4, 0.6, 0.8]",
            min = 0,
            max = 1,
            aboveMin = true)
        List<BigDecimal> fractions,
    @Key(
            value =
                "Sizes of the pools that rows are chosen from, each inside the next larger one: a"
                    + " number of rows, or up to 1 a share of all training rows.",
            byDefault = "[1]",
            min = 0,
            max = 1e15,
            aboveMin = true)
        List<BigDecimal> pools,
    @Key(value = "Proxies to train.", byDefault = "[softmax]") List<Learner> learners,
    @Key(
            value =
                "Equal training of all proxies: in epochs, or in the steps that the whole pool"
                    + " takes.",
            byDefault = "[epochs]")
        List<Budget.Kind> budgets,
    @Key(
            value = "Number of seeds, counted from 1, or a list of at least two seeds.",
            byDefault = "[3]",
            min = 0,
            max = 1e15)
        List<Long> seeds,
    @Key(value = "Passes over the training rows.", byDefault = "20", min = 1, max = 10_000)
        int epochs,
    @Key(
            value =
                "Prototypes that rank the rows of a pool: those of the run (shared), or prototypes"
                    + " that are fitted within the pool (refit).",
            byDefault = "shared")
        PoolPrototypes prototypes) {

  /** Prototypes that rank the pools of an experiment. */
  public enum PoolPrototypes {
    /** Those of the run, which were fitted to all rows. */
    SHARED,
    /** Those that are fitted within each pool, as a run on the pool alone would do. */
    REFIT
  }

  /** Returns the seeds: those of the list, or 1 to n for one number n. */
  public List<Long> seedList() {
    return seeds.size() == 1 ? LongStream.rangeClosed(1, seeds.get(0)).boxed().toList() : seeds;
  }
}

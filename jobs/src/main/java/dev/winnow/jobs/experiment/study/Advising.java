package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.AdviceBasis;
import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.experiment.study.Trainings.Trainer;
import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.transforms.experiment.advise.Advice;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Advises on policy and fraction for a finished run. The pilots are a {@link Study} of nested
 * pools, so their proxies are in table {@code experiments}, and those that are there already are
 * not trained again.
 */
public final class Advising {

  /** Pools of the pilots unless the recipe names some. */
  private static final List<BigDecimal> POOLS =
      Stream.of("0.125", "0.25", "0.5", "1").map(BigDecimal::new).toList();

  private final AdviseRequest request;

  private Advising(AdviseRequest request) {
    this.request = request;
  }

  /**
   * Trains the pilots that are missing, and reports the advice.
   *
   * @param out receives the progress that the request shows
   * @throws Failure as {@link Study#execute}; with {@link ExitCode#USAGE} if the recipe has one
   *     seed
   */
  public static RunReport execute(
      SparkSession spark, LoadedRecipe loaded, AdviseRequest request, PrintStream out) {
    return execute(spark, loaded, request, out, Learner::measure);
  }

  /** Works like the public method, with another training. */
  static RunReport execute(
      SparkSession spark,
      LoadedRecipe loaded,
      AdviseRequest request,
      PrintStream out,
      Trainer trainer) {
    Advising advising = new Advising(request);
    return Study.execute(
        spark,
        loaded,
        advising.pilots(loaded.recipe().experiment()),
        new ExperimentRequest(request.runId(), null, request.shown(), request.dryRun()),
        out,
        trainer,
        (study, result) -> advising.report(result));
  }

  /** Returns the settings of the pilots. */
  private Experiment pilots(Experiment given) {
    if (given.seedList().size() < 2) {
      throw new Failure(
          ExitCode.USAGE,
          "advise needs experiment.seeds of at least 2, because one seed has no interval, got "
              + given.seedList());
    }
    boolean onePool =
        given.pools().size() == 1 && given.pools().get(0).compareTo(BigDecimal.ONE) == 0;
    List<BigDecimal> fractions =
        request.fraction() == null
            ? given.fractions()
            : Stream.concat(given.fractions().stream(), Stream.of(request.fraction()))
                .map(BigDecimal::stripTrailingZeros)
                .distinct()
                .toList();
    return new Experiment(
        given.policies(),
        fractions,
        onePool ? POOLS : given.pools(),
        List.of(request.learner() == null ? given.learners().get(0) : request.learner()),
        request.budget() == null ? List.of(Budget.Kind.values()) : List.of(request.budget()),
        given.seeds(),
        given.epochs(),
        given.prototypes());
  }

  private RunReport report(Study.Result result) {
    AdviceText text = text(result);
    AdviceCard card = new AdviceCard(result, text);
    Advice main = text.main();
    if (main.prunes()) {
      Dataset<Row> rows =
          result.staging().store("advised", result.labelled().pool(result.grid().largestPool()));
      int[] order =
          result
              .ranking()
              .order(chosen(result, main), rows, result.grid().largestPool(), result.plan());
      card.cut(PoolFacts.collect(rows, order.length), order);
    }
    return card.report();
  }

  private AdviceText text(Study.Result result) {
    try {
      return new AdviceText(
          new AdviceBasis(
              result.trained().stream().map(Trained::pilot).toList(),
              result.grid().learners().get(0),
              result.grid().budgets(),
              request.rows() == null ? result.grid().largestPool() : request.rows(),
              result.grid().largestPool(),
              result.labelled().test(),
              result.grid().seeds().size(),
              request.fraction(),
              request.tolerance()));
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, "advise can't compare: " + e.getMessage(), e);
    }
  }

  /** Returns a proxy with the order of the advised cut. */
  private static Proxy chosen(Study.Result result, Advice advice) {
    int pool = result.grid().largestPool();
    return new Proxy(
        advice.chosen().policy(),
        advice.chosen().fraction(),
        pool,
        pool,
        result.grid().learners().get(0),
        Budget.Kind.EPOCHS,
        result.grid().seeds().get(0));
  }
}

package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.experiment.AdviceBasis;
import dev.winnow.jobs.experiment.study.AdviseRequest;
import dev.winnow.jobs.experiment.study.Advising;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Advises on policy and fraction from pilot runs. */
@Command(
    name = "advise",
    description = {
      "Advises which rows to keep and how many, with the error to expect, or not to prune.",
      "Trains small proxies on nested pools of a finished run, each policy beside random rows, and"
          + " prints the lines for the recipe. Needs labels. Pilots that table experiments has are"
          + " not trained again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow advise my.yaml",
      "  winnow advise my.yaml --keep-fraction 0.4",
      "  winnow advise my.yaml --budget steps --learner mlp"
    })
final class AdviseCommand extends LedgerCommand {

  @Option(
      names = "--learner",
      paramLabel = "WORD",
      description =
          "proxy to train: softmax, ridge, mlp or conv; default: the first of experiment.learners")
  private String learner;

  @Option(
      names = "--budget",
      paramLabel = "WORD",
      description =
          "epochs: training that costs by the row, so the smallest set that keeps the error; steps:"
              + " training of one length, so the set with the lowest error; default: both, epochs"
              + " first")
  private String budget;

  @Option(
      names = "--keep-fraction",
      paramLabel = "SHARE",
      description = "share that must stay, in (0, 1); default: find one")
  private BigDecimal fraction;

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      defaultValue = AdviceBasis.TOLERANCE,
      description =
          "rise of the error over that of all rows that is acceptable, as a share of it; default:"
              + " ${DEFAULT-VALUE}")
  private BigDecimal tolerance;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "rows of the corpus to advise for, if it will be larger than the run; default: the rows"
              + " that the run has to train on")
  private Long rows;

  private AdviseRequest request() {
    return new AdviseRequest(
        options.runId(),
        learner == null ? null : word("--learner", learner, Learner.values()),
        budget == null ? null : word("--budget", budget, Budget.Kind.values()),
        fraction,
        tolerance,
        rows,
        common.shown(),
        options.dryRun());
  }

  private static <T extends Enum<T>> T word(String option, String given, T[] values) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option
                        + " must be one of "
                        + Arrays.stream(values)
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .toList()
                        + ", got "
                        + given));
  }

  @Override
  protected void check() {
    request();
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    AdviseRequest request = request();
    return recipes.stream()
        .map(recipe -> Advising.execute(spark, recipe, request, System.err))
        .toList();
  }
}

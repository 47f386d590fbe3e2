package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.compare.ReleaseComparison;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two releases. */
@Command(
    name = "compare",
    description = {
      "Compares two releases.",
      "Shows rows added, removed and changed, reasons, classes and sources."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow compare my.yaml fashion-80 fashion-prototype-hard-60",
      "  winnow compare my.yaml fashion-80 nightly --fail-if-jaccard-below 0.9"
    })
final class CompareCommand extends LedgerCommand {

  @Parameters(index = "1", paramLabel = "RELEASE_A", description = "name of the earlier release")
  private String before;

  @Parameters(index = "2", paramLabel = "RELEASE_B", description = "name of the later release")
  private String after;

  @Option(
      names = "--fail-if-jaccard-below",
      paramLabel = "X",
      description =
          "exit with code 4 if the Jaccard similarity of the kept rows (kept by both / kept by"
              + " either) is below X, in [0, 1]")
  private Double least;

  @Override
  protected void check() {
    if (least != null && !(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException("--fail-if-jaccard-below must be in [0, 1], got " + least);
    }
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    List<LoadedRecipe> fitting =
        recipes.stream()
            .filter(
                recipe ->
                    ReleaseComparison.knows(spark, recipe, before)
                        && ReleaseComparison.knows(spark, recipe, after))
            .toList();
    LoadedRecipe recipe = chooseRecipe(recipes, fitting);
    if (options.dryRun() && fitting.contains(recipe)) {
      String text = before + " and " + after + " of " + recipe.recipe().name();
      return List.of(
          new RunReport("would compare " + text + "\n", Map.of("a", before, "b", after)));
    }
    return List.of(ReleaseComparison.compare(spark, recipe, before, after));
  }

  @Override
  protected void verdict(List<RunReport> reports) {
    if (least != null && reports.get(0).json().get("jaccard") instanceof Double jaccard) {
      if (jaccard < least) {
        throw new Failure(
            ExitCode.DATA,
            "the Jaccard similarity of "
                + before
                + " and "
                + after
                + " must be at least "
                + least
                + ", got "
                + jaccard);
      }
    }
  }
}

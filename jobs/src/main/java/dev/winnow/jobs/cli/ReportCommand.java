package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.report.ReleaseReport;
import dev.winnow.jobs.run.RunReport;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the report of a release. */
@Command(
    name = "report",
    description = {
      "Writes the report of a release as one HTML file.",
      "Shows the decisions and the reasons for them: counts, histograms, clusters with examples,"
          + " pairs of duplicates, losses and the recipe. The file is"
          + " WAREHOUSE/NAME/reports/RELEASE/report.html; the numbers of its charts are in data"
          + " beside it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  winnow report my.yaml", "  winnow report my.yaml --release fashion-80 --json"})
final class ReportCommand extends LedgerCommand {

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description = "release to report; default: the newest release of the run")
  private String release;

  @Override
  protected void check() {
    checkRelease(release);
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    List<LoadedRecipe> chosen = recipes;
    if (release != null && recipes.size() > 1) {
      chosen =
          List.of(
              chooseRecipe(
                  recipes,
                  recipes.stream()
                      .filter(recipe -> ReleaseReport.holds(spark, recipe, release))
                      .toList()));
    }
    return chosen.stream()
        .map(
            recipe ->
                ReleaseReport.write(spark, recipe, options.runId(), release, options.dryRun()))
        .toList();
  }
}

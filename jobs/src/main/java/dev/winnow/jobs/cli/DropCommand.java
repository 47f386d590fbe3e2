package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.keep.DropRelease;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Drops a release. */
@Command(
    name = "drop",
    description = {
      "Drops a release: its name, and its reports.",
      "The files of its tables stay until `winnow vacuum`. A run or a cut that makes the release"
          + " again publishes it again, with the same digest."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow drop my.yaml fashion-prototype-hard-60",
      "  winnow drop my.yaml nightly --name fashion --dry-run"
    })
final class DropCommand extends LedgerCommand {

  @Parameters(index = "1", paramLabel = "RELEASE", description = "name of the release")
  private String release;

  @Override
  protected void check() {
    refuseRunId();
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    List<LoadedRecipe> fitting =
        recipes.stream().filter(recipe -> DropRelease.knows(spark, recipe, release)).toList();
    return List.of(
        DropRelease.execute(spark, chooseRecipe(recipes, fitting), release, options.dryRun()));
  }
}

package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.why.RowStory;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the decision on one row. */
@Command(
    name = "why",
    description = {
      "Explains the decision on one row.",
      "Shows its input, cluster, hardness, rank and duplicates, the decision, and the releases that"
          + " keep the row. Rows of a run that a gate stopped are explained too."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  winnow why my.yaml t42", "  winnow why my.yaml t42 --release fashion-80 --json"})
final class WhyCommand extends LedgerCommand {

  @Parameters(index = "1", paramLabel = "ID", description = "id of the row")
  private String id;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "release to explain; default: the newest release of the run, or the run itself if it has"
              + " published nothing")
  private String release;

  /** On one machine, answers without Spark, because Spark takes longer to start than the answer. */
  @Override
  protected List<RunReport> reports(List<LoadedRecipe> recipes) {
    if (!LazySession.isOnOneMachine()) {
      return super.reports(recipes);
    }
    try (LazySession session = new LazySession()) {
      return answer(
          recipe -> RowStory.open(session.hadoop(), session, recipe, options.runId(), release),
          recipes);
    }
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    return answer(recipe -> RowStory.open(spark, recipe, options.runId(), release), recipes);
  }

  /** Reports the row for each recipe of the file whose release contains it. */
  private List<RunReport> answer(
      Function<LoadedRecipe, RowStory> stories, List<LoadedRecipe> recipes) {
    List<RunReport> reports = new ArrayList<>();
    Failure unknown = null;
    for (LoadedRecipe recipe : recipes) {
      RowStory story;
      try {
        story = stories.apply(recipe);
      } catch (Failure e) {
        if (recipes.size() == 1) {
          throw e;
        }
        unknown = unknown == null ? e : unknown;
        continue;
      }
      if (options.dryRun()) {
        reports.add(
            new RunReport(
                "would look for " + Printable.of(id) + " in " + story.subject() + "\n",
                Map.of("id", id, "release", story.release().orElse("none"))));
        continue;
      }
      story.report(id).ifPresent(reports::add);
      if (reports.isEmpty()) {
        unknown = story.unknown(id);
      }
    }
    if (reports.isEmpty()) {
      throw unknown;
    }
    return reports;
  }
}

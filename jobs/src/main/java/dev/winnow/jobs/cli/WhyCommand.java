package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.Desktop;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.why.RowStory;
import dev.winnow.jobs.why.WhyPage;
import dev.winnow.transforms.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
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
          + " keep the row. Rows of a run that a gate stopped are explained too. If the file holds"
          + " several recipes, all of them are asked."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow why my.yaml t42",
      "  winnow why my.yaml photos/cat.jpg --open",
      "  winnow why my.yaml t42 --release fashion-80 --json"
    })
final class WhyCommand extends LedgerCommand {

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description =
          "id of the row, name of its file, or the beginning or end of either if it fits one row")
  private String id;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "release to explain; default: the newest release of the run, or the run itself if it has"
              + " published nothing")
  private String release;

  @Option(
      names = "--open",
      description =
          "write a page with both pictures or texts side by side below reports/why, and open it if"
              + " there is a desktop")
  private boolean open;

  /** On one machine, answers without Spark, because Spark takes longer to start than the answer. */
  @Override
  protected List<RunReport> reports(List<LoadedRecipe> recipes) {
    if (!LazySession.isOnOneMachine()) {
      return super.reports(recipes);
    }
    try (LazySession session = new LazySession()) {
      return answer(
          session.hadoop(),
          recipe -> RowStory.open(session.hadoop(), session, recipe, options.runId(), release),
          CatalogWarehouses.located(session, recipes));
    }
  }

  @Override
  protected List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes) {
    return answer(
        spark.sparkContext().hadoopConfiguration(),
        recipe -> RowStory.open(spark, recipe, options.runId(), release),
        recipes);
  }

  /** Reports the row for each recipe of the file that knows it. */
  private List<RunReport> answer(
      Configuration hadoop, Function<LoadedRecipe, RowStory> stories, List<LoadedRecipe> recipes) {
    List<RowStory> opened = new ArrayList<>();
    Failure unknown = null;
    for (LoadedRecipe recipe : recipes) {
      try {
        opened.add(stories.apply(recipe));
      } catch (Failure e) {
        if (recipes.size() == 1) {
          throw e;
        }
        unknown = unknown == null ? e : unknown;
      }
    }
    if (opened.isEmpty()) {
      throw unknown;
    }
    if (options.dryRun()) {
      return opened.stream().map(this::planned).toList();
    }
    List<RunReport> reports = new ArrayList<>();
    for (RowStory story : opened) {
      story.report(id).ifPresent(report -> reports.add(shown(hadoop, story, report)));
    }
    return reports.isEmpty() ? named(hadoop, opened) : reports;
  }

  private RunReport planned(RowStory story) {
    return new RunReport(
        "would look for " + Printable.of(id) + " in " + story.subject() + "\n",
        Map.of("id", id, "release", story.release().orElse("none")));
  }

  /** Reports the rows of which no id is the argument, but one id or file begins or ends with it. */
  private List<RunReport> named(Configuration hadoop, List<RowStory> stories) {
    List<RunReport> reports = new ArrayList<>();
    Failure ambiguous = null;
    for (RowStory story : stories) {
      List<TableLookup.Named> found = story.find(id);
      if (found.size() == 1) {
        story
            .report(found.get(0).id())
            .ifPresent(report -> reports.add(shown(hadoop, story, report)));
      } else if (!found.isEmpty() && ambiguous == null) {
        ambiguous = story.ambiguous(id, found);
      }
    }
    if (reports.isEmpty()) {
      throw ambiguous != null ? ambiguous : stories.get(stories.size() - 1).unknown(id);
    }
    return reports;
  }

  /** Writes and opens the page of a row, if it is asked for. */
  private RunReport shown(Configuration hadoop, RowStory story, RunReport report) {
    if (!open) {
      return report;
    }
    String page =
        story.folder()
            + "/reports/why/"
            + WhyPage.fileName(String.valueOf(report.json().get("id")));
    Warehouse.write(hadoop, page, story.page(report).getBytes(StandardCharsets.UTF_8));
    Desktop.ofEnvironment().open(page);
    Map<String, Object> json = new LinkedHashMap<>(report.json());
    json.put("page", page);
    StringBuilder card = new StringBuilder(report.card());
    CardText.line(card, "page", page);
    return new RunReport(card.toString(), json);
  }
}

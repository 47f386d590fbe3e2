package dev.winnow.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.CommonOptions;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LazySession;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.RunOptions;
import dev.winnow.jobs.cli.common.Sessions;
import dev.winnow.jobs.curate.Curation;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.preflight.Problem;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.report.ReleaseReport;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Runs stages of a recipe: {@code run} all of them, each other command those of its name. */
@Command(footerHeading = "%nExamples:%n")
final class StageCommand implements Callable<Integer> {

  private static final String NO_REPORT = "--no-report";

  private final List<Stage> stages;

  @Mixin private CommonOptions common;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  private StageCommand(List<Stage> stages) {
    this.stages = stages;
  }

  /** Returns the command that runs a recipe as a whole. */
  static CommandLine runCommand() {
    CommandLine line =
        command(
            "run",
            List.of(Stage.values()),
            "Runs a recipe from input to published release.",
            "The stages are ingest, embed, cluster, score, prune and publish, and dedup if the"
                + " recipe has that section. Stages that are already done are reused. A report of"
                + " the release is written at the end.",
            "cluster-configs/local/quickstart.yaml",
            "my.yaml --set prune.keep_fraction=0.6",
            "my.yaml --run-id nightly --json",
            "several.yaml --name texts",
            "several.yaml --keep-going");
    line.getCommandSpec()
        .addOption(OptionSpec.builder(NO_REPORT).description("write no report").build());
    return line;
  }

  /** Returns the commands of single stages, in the order of a run. */
  static List<CommandLine> stageCommands() {
    return List.of(
        command(
            Stage.INGEST.label(),
            List.of(Stage.INGEST, Stage.SPLIT),
            "Reads the input into examples.",
            "Writes tables examples, thumbnails and quarantine, and held_out, if the recipe has"
                + " section split.",
            "my.yaml"),
        command(
            Stage.EMBED.label(),
            List.of(Stage.EMBED),
            "Embeds the examples.",
            "Writes table embeddings.",
            "my.yaml"),
        command(
            Stage.DEDUP.label(),
            List.of(Stage.LEAKS, Stage.DEDUP, Stage.SEMANTIC),
            "Drops duplicates, if the recipe has section dedup, and rows that repeat a held-out"
                + " one, if it has section split.",
            "Exact and near duplicates are dropped once the examples are embedded, semantic"
                + " duplicates once they are scored. Writes table duplicates.",
            "my.yaml",
            "my.yaml --set dedup.epsilon=0.05"),
        command(
            Stage.CLUSTER.label(),
            List.of(Stage.CLUSTER),
            "Clusters the embeddings.",
            "Writes table prototypes.",
            "my.yaml --set cluster.k=1000"),
        command(
            Stage.SCORE.label(),
            List.of(Stage.SCORE, Stage.SEMANTIC, Stage.RECLUSTER, Stage.RESCORE),
            "Scores the hardness of each example.",
            "Writes table scores. Also drops semantic duplicates, and clusters and scores the"
                + " remaining examples again, if section dedup asks for it.",
            "my.yaml"),
        command(
            Stage.PRUNE.label(),
            List.of(Stage.PRUNE),
            "Ranks the examples and decides which are kept.",
            "Writes table decisions.",
            "my.yaml --set prune.keep_fraction=0.6"),
        command(
            Stage.PUBLISH.label(),
            List.of(Stage.PUBLISH),
            "Publishes the kept examples as a release.",
            "Writes table curated, and adds the release to table releases.",
            "my.yaml --set publish.release=v1"));
  }

  private static CommandLine command(
      String name, List<Stage> stages, String summary, String details, String... examples) {
    CommandLine line = new CommandLine(new StageCommand(stages));
    line.getCommandSpec().name(name);
    line.getCommandSpec()
        .usageMessage()
        .description(summary, details)
        .footer(
            Arrays.stream(examples)
                .map(example -> "  winnow " + name + " " + example)
                .toArray(String[]::new));
    return line;
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    List<LoadedRecipe> recipes =
        RecipeFiles.named(RecipeFiles.load(common.recipe(), options.sets()), options.name());
    PrintWriter out = spec.commandLine().getOut();
    try (LazySession early = new LazySession()) {
      if (options.dryRun()) {
        preview(recipes, early, out);
      } else {
        run(recipes, early, out);
      }
    }
    return 0;
  }

  private void preview(List<LoadedRecipe> recipes, LazySession early, PrintWriter out) {
    if (common.json()) {
      Json.print(recipes.stream().map(this::effective).toList(), out);
    } else {
      recipes.forEach(recipe -> printEffective(recipe, out));
      out.flush();
    }
    requirePlaces(located(recipes, early), Places::withInput);
  }

  /** Looks at the places of a recipe that runs after others. */
  @FunctionalInterface
  private interface PlaceCheck {
    List<Problem> problems(Configuration conf, Recipe recipe, List<Recipe> earlier);
  }

  /** Returns recipes whose warehouses are folders, and whose tables have free names. */
  private static List<LoadedRecipe> located(List<LoadedRecipe> recipes, LazySession early) {
    List<LoadedRecipe> located = CatalogWarehouses.located(early, recipes);
    if (located.stream().anyMatch(recipe -> CatalogWarehouses.schema(recipe).isPresent())) {
      CatalogWarehouses.requireNames(early.get(), located);
    }
    return located;
  }

  /** Refuses recipes whose places are unfit. */
  private static void requirePlaces(List<LoadedRecipe> recipes, PlaceCheck check) {
    try (LazySession session = new LazySession()) {
      Configuration hadoop = session.hadoop();
      List<Recipe> all = recipes.stream().map(LoadedRecipe::recipe).toList();
      Set<Problem> problems = new LinkedHashSet<>();
      for (int i = 0; i < all.size(); i++) {
        problems.addAll(check.problems(hadoop, all.get(i), all.subList(0, i)));
      }
      Problem.refuse(List.copyOf(problems));
    }
  }

  /** Runs the recipes one after the other in one session. */
  private void run(List<LoadedRecipe> recipes, LazySession early, PrintWriter out)
      throws Exception {
    RunRequest request = new RunRequest(options.runId(), stages, common.shown(), options.gpus());
    List<Map<String, Object>> reports = new ArrayList<>();
    if (!options.keepGoing()) {
      // Before Spark starts, which takes seconds, and before the first recipe takes hours.
      requirePlaces(located(recipes, early), Places::withInputPaths);
    }
    try (Sessions session = Sessions.open(recipes, common.quiet() || common.json())) {
      RecipeSequence sequence =
          new RecipeSequence(recipes, options.keepGoing(), spec.commandLine().getErr());
      sequence.run(
          each -> {
            LoadedRecipe recipe = located(List.of(each), early).get(0);
            // An earlier recipe may have made the places of this one.
            requirePlaces(List.of(recipe), Places::besidesInput);
            RunReport done = Curation.execute(session.spark(), recipe, request, System.err);
            if (stages.contains(Stage.PUBLISH)) {
              CatalogWarehouses.register(session.spark(), recipe);
            }
            RunReport report =
                writesReport() ? ReleaseReport.added(session.spark(), recipe, done) : done;
            if (!common.json()) {
              out.print(report.card());
              out.flush();
            }
            reports.add(report.json());
          },
          () -> !session.spark().sparkContext().isStopped());
      if (common.json()) {
        reports.addAll(sequence.failed());
        Json.print(reports, out);
      }
      sequence.end();
    }
  }

  /** Returns true for the command {@code run}, unless its option says no. */
  private boolean writesReport() {
    return spec.optionsMap().containsKey(NO_REPORT)
        && !spec.commandLine().getParseResult().hasMatchedOption(NO_REPORT);
  }

  private Map<String, Object> effective(LoadedRecipe recipe) {
    Map<String, Object> effective = new LinkedHashMap<>();
    effective.put("recipe", recipe.values());
    effective.put("origins", new TreeMap<>(recipe.origins()));
    effective.put("stages", labels());
    return effective;
  }

  private void printEffective(LoadedRecipe recipe, PrintWriter out) {
    out.println("recipe " + recipe.recipe().name() + ", hash " + recipe.hash().substring(0, 12));
    new TreeMap<>(recipe.origins())
        .forEach(
            (key, origin) -> {
              String pointer = "/" + key.replace('.', '/').replaceAll("\\[([0-9]+)]", "/$1");
              JsonNode value = recipe.values().at(pointer);
              // The values of a section are printed by their own keys.
              if (!value.isObject() && !value.path(0).isObject()) {
                boolean none = value.isMissingNode() || value.isNull();
                out.printf(
                    "  %-28s %-32s %s%n",
                    Printable.of(key), none ? "auto" : Printable.of(value), Printable.of(origin));
              }
            });
    out.println("  stages: " + String.join(", ", labels()));
  }

  private List<String> labels() {
    return stages.stream().map(Stage::label).toList();
  }
}

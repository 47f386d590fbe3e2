package dev.winnow.jobs.cli;

import dev.winnow.jobs.cli.common.CatalogWarehouses;
import dev.winnow.jobs.cli.common.Json;
import dev.winnow.jobs.cli.common.LedgerCommand;
import dev.winnow.jobs.cli.common.LedgerOptions;
import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.cli.common.Sessions;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.TheoryFigures;
import dev.winnow.jobs.experiment.study.ExperimentRequest;
import dev.winnow.jobs.experiment.study.Study;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.transforms.text.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains proxies on subsets of a run, or draws the theory of pruning. */
@Command(
    name = "experiment",
    description = {
      "Answers the question if pruning pays: trains small proxies on nested subsets of a finished"
          + " run, each policy beside random rows of the same number.",
      "Section experiment of the recipe sets policies, fractions, pools, learners, budgets and"
          + " seeds. Table experiments has each proxy, and a study that was stopped continues.",
      "With --theory, draws the theory of pruning beside a simulation of it. With a cluster as"
          + " master the simulation runs as Spark tasks; otherwise no Spark is started."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  winnow experiment my.yaml",
      "  winnow experiment my.yaml --set experiment.pools=[0.125,0.25,0.5,1] --output figures",
      "  winnow experiment --theory --output figures --trials 0"
    })
final class ExperimentCommand implements Callable<Integer> {

  /** Settings of the simulation beside the theory. */
  private static final class Theory {

    @Option(
        names = "--theory",
        description = "draw the theory of Sorscher et al. 2022 for a perceptron")
    private boolean theory;

    @Option(
        names = "--trials",
        defaultValue = "10",
        description =
            "data sets that each point of the simulation averages over, at least 2, or 0 for no"
                + " simulation; default: ${DEFAULT-VALUE}")
    private int trials = 10;

    @Option(
        names = "--dimension",
        defaultValue = "100",
        description =
            "parameters of the simulated perceptron, at least 10; default: ${DEFAULT-VALUE}")
    private int dimension = 100;

    @Option(
        names = "--seed",
        defaultValue = "42",
        description = "seed of the simulation; default: ${DEFAULT-VALUE}")
    private long seed = 42;
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "recipe file (YAML): a path, or a URI of a Hadoop file system")
  private String recipe;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "folder for the figures; created if absent, and files of the same names are replaced;"
              + " default: below the table experiments, with --theory none")
  private Path output;

  @Option(names = "--quiet", description = "print no progress lines")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output instead of the summary")
  private boolean json;

  @Mixin private LedgerOptions options;

  @ArgGroup(validate = false, order = 20, heading = "%nTheory:%n")
  private Theory drawn = new Theory();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (drawn.theory == (recipe != null)) {
      throw new Failure(
          ExitCode.USAGE,
          "experiment needs a recipe, or --theory to draw the theory, got "
              + (recipe == null ? "neither" : "both"));
    }
    return drawn.theory ? drawTheory() : train();
  }

  private int train() {
    List<LoadedRecipe> recipes = LedgerCommand.recipes(recipe, options);
    if (output != null && recipes.size() > 1) {
      throw new Failure(
          ExitCode.USAGE,
          "--output is a folder for the figures of one recipe, but the file holds "
              + RecipeFiles.names(recipes)
              + "; choose one with --name");
    }
    ExperimentRequest request =
        new ExperimentRequest(
            options.runId(), output, new Shown(quiet, json, false), options.dryRun());
    List<RunReport> reports;
    try (Sessions session = Sessions.open(recipes, quiet)) {
      reports =
          CatalogWarehouses.located(session::spark, recipes).stream()
              .map(each -> Study.execute(session.spark(), each, request, System.err))
              .toList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(reports.stream().map(RunReport::json).toList(), out);
    } else {
      reports.forEach(report -> out.print(report.card()));
      out.flush();
    }
    return 0;
  }

  private int drawTheory() {
    if (output == null) {
      throw new Failure(ExitCode.USAGE, "--theory needs --output, the folder for the figures");
    }
    if (drawn.trials < 0 || drawn.trials == 1) {
      throw new Failure(ExitCode.USAGE, "--trials must be 0 or at least 2, got " + drawn.trials);
    }
    if (drawn.dimension < 10) {
      throw new Failure(ExitCode.USAGE, "--dimension must be at least 10, got " + drawn.dimension);
    }
    List<String> files;
    try (SimulationTasks tasks = SimulationTasks.open(drawn.trials)) {
      TheoryFigures.Simulation simulation =
          new TheoryFigures.Simulation(drawn.dimension, drawn.trials, drawn.seed);
      files =
          new TheoryFigures(simulation, tasks.spark())
              .write(output).stream().map(Path::toString).toList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(List.of(Map.of("files", files)), out);
    } else {
      files.forEach(file -> out.println("wrote " + Printable.of(file)));
      out.flush();
    }
    return 0;
  }
}

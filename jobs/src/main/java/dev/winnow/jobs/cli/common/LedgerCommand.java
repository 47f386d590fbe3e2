package dev.winnow.jobs.cli.common;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on the tables of finished runs, and reads no input. */
public abstract class LedgerCommand implements Callable<Integer> {

  @Mixin protected CommonOptions common;
  @Mixin protected LedgerOptions options;
  @Spec protected CommandSpec spec;

  /**
   * Does the work of the command.
   *
   * @param recipes recipes of the file, at least one; those of {@code --name} if it is given. Their
   *     warehouses are folders
   */
  protected abstract List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes);

  /**
   * Checks the options before Spark starts.
   *
   * @throws IllegalArgumentException if an option breaks its rule
   */
  protected void check() {}

  /** Runs after the reports are printed; may fail the command because of them. */
  protected void verdict(List<RunReport> reports) {}

  @Override
  public final Integer call() {
    try {
      check();
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, e.getMessage(), e);
    }
    List<RunReport> reports = reports(recipes());
    print(reports, spec.commandLine().getOut());
    verdict(reports);
    return 0;
  }

  /** Answers in the Spark session of this process, which is started if there is none. */
  protected List<RunReport> reports(List<LoadedRecipe> recipes) {
    try (Sessions session = Sessions.open(recipes, common.quiet())) {
      session.spark().sparkContext().setJobDescription("winnow " + spec.name());
      try {
        return answer(session.spark(), CatalogWarehouses.located(session::spark, recipes));
      } finally {
        session.spark().sparkContext().setJobDescription(null);
      }
    }
  }

  private List<LoadedRecipe> recipes() {
    return recipes(common.recipe(), options);
  }

  /** Reads the recipes of a file; only that of {@code --name} if it is given. */
  public static List<LoadedRecipe> recipes(String file, LedgerOptions options) {
    return RecipeFiles.named(RecipeFiles.load(file, options.sets()), options.name());
  }

  /**
   * Returns the recipe to work on: the only one of the file, or the only one that fits.
   *
   * @param fitting the recipes whose tables hold the releases in question
   * @return the first recipe if none fits, so that the failure names its tables
   * @throws Failure with {@link ExitCode#USAGE} if several fit
   */
  public static LoadedRecipe chooseRecipe(List<LoadedRecipe> recipes, List<LoadedRecipe> fitting) {
    if (recipes.size() == 1 || fitting.isEmpty()) {
      return recipes.get(0);
    }
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new Failure(
        ExitCode.USAGE,
        "the recipe file holds " + RecipeFiles.names(recipes) + "; choose one with --name");
  }

  /** Refuses the option that names a run, for a command that works on all runs. */
  protected final void refuseRunId() {
    if (options.runId() != null) {
      throw new IllegalArgumentException(
          "--run-id must not be given, because "
              + spec.name()
              + " works on all runs of a recipe, got "
              + options.runId());
    }
  }

  public static void checkRelease(String release) {
    if (release != null && !release.matches(Recipe.NAME)) {
      throw new IllegalArgumentException(
          "--release must match " + Recipe.NAME + ", got " + release);
    }
  }

  private void print(List<RunReport> reports, PrintWriter out) {
    if (common.json()) {
      Json.print(reports.stream().map(RunReport::json).toList(), out);
    } else {
      reports.forEach(report -> out.print(report.card()));
      out.flush();
    }
  }
}

package dev.winnow.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.RunReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on the tables of finished runs, and reads no input. */
abstract class LedgerCommand implements Callable<Integer>, Debuggable {

  @Mixin LedgerOptions options;
  @Spec CommandSpec spec;

  /**
   * Does the work.
   *
   * @param recipes the recipes of the file that may be meant, at least one
   */
  abstract List<RunReport> answer(SparkSession spark, List<LoadedRecipe> recipes);

  /** Refuses options that can't be, before Spark starts. */
  void check() {}

  /** Runs after the reports were printed. */
  void verdict(List<RunReport> reports) {}

  @Override
  public final boolean debug() {
    return options != null && options.debug;
  }

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

  /** The answer in a session of its own, or the one that is there. */
  List<RunReport> reports(List<LoadedRecipe> recipes) {
    if (!options.quiet) {
      System.err.printf(
          "winnow %s: starting Spark for %s%n",
          Versions.properties().getProperty("winnow"), names(recipes));
    }
    try (Sessions session = Sessions.open()) {
      session.spark().sparkContext().setJobDescription("winnow " + spec.name());
      try {
        return answer(session.spark(), recipes);
      } finally {
        session.spark().sparkContext().setJobDescription(null);
      }
    }
  }

  private List<LoadedRecipe> recipes() {
    List<LoadedRecipe> all = RecipeFiles.load(options.recipe, options.sets);
    if (options.name == null) {
      return all;
    }
    List<LoadedRecipe> named =
        all.stream().filter(recipe -> recipe.recipe().name().equals(options.name)).toList();
    if (named.isEmpty()) {
      throw new Failure(
          ExitCode.USAGE, "--name must be one of " + names(all) + ", got " + options.name);
    }
    return named;
  }

  private static String names(List<LoadedRecipe> recipes) {
    return recipes.stream().map(recipe -> recipe.recipe().name()).collect(Collectors.joining(", "));
  }

  /**
   * The one recipe of the file, or the one whose tables hold these releases.
   *
   * @throws Failure with {@link ExitCode#USAGE} when several are left
   */
  static LoadedRecipe only(List<LoadedRecipe> recipes, List<LoadedRecipe> fitting) {
    if (recipes.size() == 1 || fitting.isEmpty()) {
      return recipes.get(0);
    }
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new Failure(
        ExitCode.USAGE, "the recipe file holds " + names(recipes) + "; choose one by --name");
  }

  static void checkRelease(String release) {
    if (release != null && !release.matches(Recipe.NAME)) {
      throw new IllegalArgumentException(
          "--release must match " + Recipe.NAME + ", got " + release);
    }
  }

  private void print(List<RunReport> reports, PrintWriter out) {
    if (options.json) {
      List<Map<String, Object>> all = reports.stream().map(RunReport::json).toList();
      try {
        out.println(
            new ObjectMapper()
                .writeValueAsString(all.size() == 1 ? all.get(0) : Map.of("runs", all)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a report of plain values is not JSON", e);
      }
    } else {
      reports.forEach(report -> out.print(report.card()));
    }
    out.flush();
  }
}

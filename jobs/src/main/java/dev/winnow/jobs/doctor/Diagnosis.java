package dev.winnow.jobs.doctor;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.tables.CommitTrial;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * All checks of a machine or cluster, and of recipes where there are any. A check fails only if the
 * recipes need what it looks at. Costs two small Spark jobs, and writes small files that it
 * deletes.
 */
public final class Diagnosis {

  private final List<LoadedRecipe> recipes;
  private final List<Check> checks = new ArrayList<>();

  /**
   * @param recipes none to check the machine alone
   */
  public Diagnosis(List<LoadedRecipe> recipes) {
    this.recipes = List.copyOf(recipes);
  }

  /**
   * Platform of this process.
   *
   * @param versions versions of Java, Spark, Scala and Delta in one line
   * @param refusal reason why they don't fit this jar; empty if they do
   * @param deltaBuilt version of Delta that this jar was built with
   * @param localDirs folders of shuffles, joined by commas
   */
  public record Platform(
      String versions, Optional<String> refusal, String deltaBuilt, String localDirs) {}

  /** Adds a result of the caller, such as faults of the recipe. */
  public void add(String check, boolean good, String message) {
    checks.add(good ? Check.ok(check, message) : Check.of(check, Check.State.FAIL, message));
  }

  /**
   * Runs all checks; those behind Spark's start are left out if it does not start.
   *
   * @param settings settings of the session, as they would be
   * @param session starts Spark
   */
  public List<Check> run(
      Platform platform, Map<String, String> settings, Supplier<SparkSession> session) {
    List<Recipe> all = recipes.stream().map(LoadedRecipe::recipe).toList();
    Needs needs = Needs.of(all);
    checks.addAll(JvmChecks.all(platform.versions(), platform.refusal()));
    checks.addAll(PlaceChecks.ofMachine(platform.localDirs(), needs));
    SparkSession spark;
    try {
      spark = session.get();
    } catch (RuntimeException | LinkageError e) {
      checks.addAll(
          new DeltaChecks(settings, platform.deltaBuilt()).all(CommitTrial.deltaVersion()));
      checks.add(Check.of("spark session", Check.State.FAIL, String.valueOf(e.getMessage())));
      return List.copyOf(checks);
    }
    checks.addAll(
        new DeltaChecks(settings(spark), platform.deltaBuilt()).all(CommitTrial.deltaVersion()));
    try {
      checks.addAll(new ExecutorChecks(needs).all(spark));
      checks.addAll(Clocks.ofExecutors(spark));
    } catch (RuntimeException e) {
      checks.add(
          Check.fail(
              "executors",
              "a small job fails: " + firstLine(e),
              "look into the logs of the executors, or run with --debug"));
    }
    for (int i = 0; i < all.size(); i++) {
      checks.addAll(PlaceChecks.ofRecipe(spark, all.get(i), all.subList(0, i)));
    }
    for (String warehouse : new LinkedHashSet<>(all.stream().map(Recipe::warehouse).toList())) {
      checks.addAll(PlaceChecks.ofWarehouse(spark, warehouse));
    }
    return List.copyOf(checks);
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private static Map<String, String> settings(SparkSession spark) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> each : spark.sparkContext().conf().getAll()) {
      settings.put(each._1(), each._2());
    }
    return settings;
  }
}

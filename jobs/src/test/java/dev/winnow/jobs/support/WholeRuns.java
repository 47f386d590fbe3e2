package dev.winnow.jobs.support;

import dev.winnow.jobs.curate.Curation;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.LocalSpark;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whole runs in this JVM, and the tables that they wrote. */
public final class WholeRuns {

  public static RunReport run(String yaml, String... sets) {
    return run(RunRequest.all(null, true), yaml, sets);
  }

  /** Whole run with variables of the environment. */
  public static RunReport run(Map<String, String> environment, String yaml) {
    return run(RunRequest.all(null, true), environment, yaml);
  }

  /** Request for the first stage alone. */
  public static RunReport ingest(String yaml, String... sets) {
    return run(new RunRequest(null, List.of(Stage.INGEST), true), yaml, sets);
  }

  /** Request for the first two stages alone. */
  public static RunReport embed(String yaml, String... sets) {
    return run(new RunRequest(null, List.of(Stage.INGEST, Stage.EMBED), true), yaml, sets);
  }

  private static RunReport run(RunRequest request, String yaml, String... sets) {
    return run(request, Map.of(), yaml, sets);
  }

  private static RunReport run(
      RunRequest request, Map<String, String> environment, String yaml, String... sets) {
    LoadedRecipe recipe =
        new RecipeLoader(environment::get).load("test.yaml", yaml, List.of(sets)).get(0);
    return Curation.execute(
        LocalSpark.session(),
        recipe,
        request,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  /** Reads the current version of a table. */
  public static Dataset<Row> table(Path folder, String name) {
    return LocalSpark.session().read().format("delta").load(folder.resolve(name).toString());
  }

  /** Reads a table as a stage of a run wrote it. */
  public static Dataset<Row> table(Path folder, String name, RunReport report, String stage) {
    Map<?, ?> versions = (Map<?, ?>) stage(report, stage).get("versions");
    return LocalSpark.session()
        .read()
        .format("delta")
        .option("versionAsOf", ((Number) versions.get(name)).longValue())
        .load(folder.resolve(name).toString());
  }

  public static Map<?, ?> stage(RunReport report, String stage) {
    return (Map<?, ?>) ((Map<?, ?>) report.json().get("stages")).get(stage);
  }

  private WholeRuns() {}
}

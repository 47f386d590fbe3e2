package dev.winnow.jobs.run;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.RecipeLoader;
import dev.winnow.transforms.LocalSpark;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Whole runs in this JVM, and the tables that they left. */
final class WholeRuns {

  static RunReport run(String yaml, String... sets) {
    return run(RunRequest.all(null, true), yaml, sets);
  }

  /** The first stage alone. */
  static RunReport ingest(String yaml, String... sets) {
    return run(new RunRequest(null, List.of(Stage.INGEST), true), yaml, sets);
  }

  /** The first two stages alone. */
  static RunReport embed(String yaml, String... sets) {
    return run(new RunRequest(null, List.of(Stage.INGEST, Stage.EMBED), true), yaml, sets);
  }

  private static RunReport run(RunRequest request, String yaml, String... sets) {
    LoadedRecipe recipe =
        new RecipeLoader(name -> null).load("test.yaml", yaml, List.of(sets)).get(0);
    return Curation.execute(
        LocalSpark.session(),
        recipe,
        request,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  /** A table as it is now. */
  static Dataset<Row> table(Path folder, String name) {
    return LocalSpark.session().read().format("delta").load(folder.resolve(name).toString());
  }

  /** A table as a stage of a run left it. */
  static Dataset<Row> table(Path folder, String name, RunReport report, String stage) {
    Map<?, ?> versions = (Map<?, ?>) stage(report, stage).get("versions");
    return LocalSpark.session()
        .read()
        .format("delta")
        .option("versionAsOf", ((Number) versions.get(name)).longValue())
        .load(folder.resolve(name).toString());
  }

  static Map<?, ?> stage(RunReport report, String stage) {
    return (Map<?, ?>) ((Map<?, ?>) report.json().get("stages")).get(stage);
  }

  private WholeRuns() {}
}

package dev.winnow.jobs.curate;

import dev.winnow.jobs.progress.Measured;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.progress.ProgressFile;
import dev.winnow.jobs.progress.RunPlan;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.ingest.Modality;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The progress of a run, with the times of stages from which it computes the time left: those in
 * {@code progress.json}, else those in table {@code runs}, else assumed ones.
 */
final class RunProgress {

  /**
   * Seconds of a stage on two cores.
   *
   * @param fixed seconds for any number of rows
   * @param images seconds for a thousand pictures
   * @param texts seconds for a thousand texts
   */
  private record Cost(double fixed, double images, double texts) {

    double seconds(Modality modality, long rows) {
      return fixed + (modality == Modality.IMAGE ? images : texts) * rows / 1000;
    }
  }

  /** Measured on 300 and 2,500 pictures and on 23,700 short texts; only their ratios matter. */
  private static final Map<Stage, Cost> COSTS = new EnumMap<>(Stage.class);

  static {
    COSTS.put(Stage.INGEST, new Cost(7, 4.2, 0.45));
    COSTS.put(Stage.SPLIT, new Cost(2, 0.05, 0.05));
    COSTS.put(Stage.EMBED, new Cost(6, 8, 0.45));
    COSTS.put(Stage.LEAKS, new Cost(3, 4, 0.3));
    COSTS.put(Stage.DEDUP, new Cost(9, 10, 0.52));
    COSTS.put(Stage.CLUSTER, new Cost(1.5, 0.1, 0.1));
    COSTS.put(Stage.SCORE, new Cost(0.5, 0.01, 0.01));
    COSTS.put(Stage.SEMANTIC, new Cost(4, 0.2, 0.2));
    COSTS.put(Stage.RECLUSTER, new Cost(1.5, 0.1, 0.1));
    COSTS.put(Stage.RESCORE, new Cost(0.5, 0.01, 0.01));
    COSTS.put(Stage.PRUNE, new Cost(3, 0.7, 0.2));
    COSTS.put(Stage.PUBLISH, new Cost(2, 0.6, 0.14));
  }

  /**
   * Opens the progress of a run.
   *
   * @param stages stages that the run does or reuses
   * @param folder of the tables
   * @param bytes of the input
   * @param out stream of the lines
   */
  static Progress open(
      SparkSession spark,
      LoadedRecipe loaded,
      RunRequest request,
      List<Stage> stages,
      String runId,
      String folder,
      long bytes,
      PrintStream out) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String path = folder + "/" + ProgressFile.NAME;
    ProgressFile file =
        new ProgressFile(
            () -> Warehouse.read(hadoop, path), content -> Warehouse.write(hadoop, path, content));
    RunPlan plan =
        new RunPlan(
            loaded.recipe().name(),
            runId,
            stages.stream().map(Stage::label).toList(),
            bytes,
            file.earlier());
    return new Progress(spark, out, request.shown(), plan, file);
  }

  /** Returns the times of the latest run of each stage that table {@code runs} lists, by label. */
  static Map<String, Measured> earlier(Ledger ledger) {
    Map<String, Long> bytes = new HashMap<>();
    Map<String, Measured> times = new LinkedHashMap<>();
    for (Ledger.Entry entry : ledger.finished()) {
      if (entry.result().facts() instanceof IngestFacts facts) {
        bytes.put(entry.runId(), facts.bytes());
      }
      double seconds = ledger.seconds(entry);
      if (entry.state().equals("done") && seconds > 0) {
        times.put(entry.stage(), Measured.stage(bytes.getOrDefault(entry.runId(), 0L), seconds));
      }
    }
    return times;
  }

  /** Returns assumed times of all stages, by label. */
  static Map<String, Measured> assumed(Recipe recipe, long rows) {
    Map<String, Measured> times = new LinkedHashMap<>();
    COSTS.forEach(
        (stage, cost) ->
            times.put(
                stage.label(),
                new Measured(0, cost.seconds(recipe.input().modality(), rows), Map.of(), true)));
    return times;
  }

  private RunProgress() {}
}

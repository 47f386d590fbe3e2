package dev.winnow.jobs.cli;

import dev.winnow.jobs.curate.Curation;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.task.GpuTasks;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs recipes one after the other in one session. */
final class SparkRuns {

  /**
   * @param gpus as of {@link RunRequest}
   * @param cards receives the card of each recipe; null for none
   */
  static List<Map<String, Object>> execute(
      List<LoadedRecipe> recipes,
      List<Stage> stages,
      String runId,
      boolean quiet,
      GpuTasks gpus,
      PrintWriter cards) {
    List<Map<String, Object>> reports = new ArrayList<>();
    if (!quiet) {
      // Spark takes some seconds to start, longer on a cluster that has to find room.
      System.err.printf(
          "winnow %s: starting Spark for %s%n",
          Versions.properties().getProperty("winnow"),
          recipes.stream().map(recipe -> recipe.recipe().name()).collect(Collectors.joining(", ")));
    }
    try (Sessions session = Sessions.open()) {
      for (LoadedRecipe recipe : recipes) {
        RunReport report =
            Curation.execute(
                session.spark(), recipe, new RunRequest(runId, stages, quiet, gpus), System.err);
        if (cards != null) {
          cards.print(report.card());
          cards.flush();
        }
        reports.add(report.json());
      }
    }
    return reports;
  }

  private SparkRuns() {}
}

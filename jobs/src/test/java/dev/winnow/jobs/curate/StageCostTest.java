package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.SparkCosts;
import dev.winnow.jobs.support.WholeRuns;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spark jobs and SQL executions of the stages on a small corpus, which no change may raise. */
class StageCostTest {

  @TempDir private static Path folder;
  private static SparkCosts costs;
  private static SparkCosts again;
  private static SparkCosts deduplicated;

  @BeforeAll
  static void runOnce() throws Exception {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    String recipe = SmallTexts.recipe("costs", folder, texts);
    costs = costsOf(recipe, "done");
    again = costsOf(recipe, "reused");
    deduplicated =
        costsOf(recipe.replace("costs", "deduplicated") + "dedup: {near: true}\n", "done");
  }

  private static SparkCosts costsOf(String recipe, String state) throws Exception {
    try (SparkCosts counting = SparkCosts.start()) {
      RunReport report = WholeRuns.run(recipe);
      assertEquals(state, WholeRuns.stage(report, "cluster").get("state"));
      return counting;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ingest, 10, 11",
    "embed, 5, 5",
    "cluster, 5, 6",
    "score, 2, 3",
    "prune, 16, 14",
    "publish, 11, 12"
  })
  void aStageStartsNoMoreJobsAndExecutionsThanThese(String stage, int jobs, int executions) {
    SparkCosts.Cost cost = costs.of(stage);
    assertTrue(cost.jobs() <= jobs && cost.executions() <= executions, stage + ": " + cost);
    assertTrue(cost.executions() > 0, stage + " is not counted");
  }

  @Test
  void aRunStaysBelowItsBounds() {
    assertTrue(costs.total().jobs() <= 45 && costs.total().executions() <= 46, "" + costs.total());
  }

  @Test
  void aRunWithNearDuplicatesStaysBelowItsBounds() {
    SparkCosts.Cost cost = deduplicated.total();
    assertTrue(cost.jobs() <= 75 && cost.executions() <= 60, "" + cost);
    assertTrue(cost.jobs() > costs.total().jobs(), "" + cost);
  }

  @Test
  void nineOfTenJobsSayWhatTheyAreFor() {
    assertTrue(costs.describedShare() >= 0.9, "" + costs.describedShare());
    assertTrue(deduplicated.describedShare() >= 0.9, "" + deduplicated.describedShare());
  }

  @Test
  void aRunThatIsDoneStartsNoJob() {
    assertEquals(new SparkCosts.Cost(0, 0), again.total());
  }

  @Test
  void aSmallFitTakesOneJobWhateverItsIterations() {
    // The fit is the first part of the stage; tables are written in steps of their own.
    assertEquals(1, costs.jobs("cluster", "starting"));
  }
}

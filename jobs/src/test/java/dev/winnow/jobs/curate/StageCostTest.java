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

  @BeforeAll
  static void runOnce() throws Exception {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    try (SparkCosts counting = SparkCosts.start()) {
      costs = counting;
      RunReport report = WholeRuns.run(SmallTexts.recipe("costs", folder, texts));
      assertEquals("done", WholeRuns.stage(report, "cluster").get("state"));
    }
  }

  @ParameterizedTest
  @CsvSource({"embed, 14, 23", "cluster, 16, 22", "score, 8, 12"})
  void aStageStartsNoMoreJobsAndExecutionsThanThese(String stage, int jobs, int executions) {
    SparkCosts.Cost cost = costs.of(stage);
    assertTrue(cost.jobs() <= jobs && cost.executions() <= executions, stage + ": " + cost);
  }

  @Test
  void aSmallFitTakesOneJobWhateverItsIterations() {
    // The fit is the first part of the stage; tables are written in steps of their own.
    assertEquals(1, costs.jobs("cluster", "starting"));
  }
}

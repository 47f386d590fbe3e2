package dev.winnow.jobs.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Gauge;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {

  @TempDir private Path folder;

  @Test
  void theMetricsOfSparkAgreeWithTableRuns() throws IOException {
    Path texts = SmallTexts.write(folder.resolve("texts"));
    WholeRuns.run(SmallTexts.recipe("watched", folder.resolve("tables"), texts));
    Map<String, Gauge<?>> gauges = gauges();
    List<Row> runs =
        WholeRuns.table(folder.resolve("tables/watched"), "runs")
            .select("stage", "rows", "measured_seconds")
            .collectAsList();
    assertTrue(runs.size() >= 6, runs.toString());
    for (Row run : runs) {
      String stage = run.getString(0);
      assertEquals(run.getLong(1), gauges.get("rows.watched." + stage).getValue(), stage);
      assertEquals(run.getDouble(2), gauges.get("seconds.watched." + stage).getValue(), stage);
    }
  }

  @Test
  void aSessionHasOneSourceHoweverManyRunsItHas() {
    LocalSpark.session();
    RunMetrics first = RunMetrics.ofSession();
    assertSame(first, RunMetrics.ofSession());
    assertEquals(1, SparkEnv.get().metricsSystem().getSourcesByName("winnow").size());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The registry holds gauges without their type.
  private static Map<String, Gauge<?>> gauges() {
    return (Map) RunMetrics.ofSession().metricRegistry().getGauges();
  }
}

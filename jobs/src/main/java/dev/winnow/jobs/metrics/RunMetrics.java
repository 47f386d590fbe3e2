package dev.winnow.jobs.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.winnow.jobs.run.Stage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * Figures of the runs of a session as a source of Spark's metrics system, whose sinks are those of
 * the cluster. Each stage of each recipe has two gauges, which hold what its row of table {@code
 * runs} holds:
 *
 * <ul>
 *   <li>{@code rows.RECIPE.STAGE}: rows of the stage's main table;
 *   <li>{@code seconds.RECIPE.STAGE}: seconds that it took, 0 if it was reused.
 * </ul>
 *
 * Values stay until the next run of the recipe in this session. Costs no Spark job.
 */
public final class RunMetrics implements Source {

  private static final String NAME = "winnow";

  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Number> values = new ConcurrentHashMap<>();

  private RunMetrics() {}

  /** Returns the metrics of the session of this process, and registers them at the first call. */
  public static synchronized RunMetrics ofSession() {
    scala.collection.Seq<Source> known = SparkEnv.get().metricsSystem().getSourcesByName(NAME);
    for (int i = 0; i < known.size(); i++) {
      if (known.apply(i) instanceof RunMetrics metrics) {
        return metrics;
      }
    }
    RunMetrics metrics = new RunMetrics();
    SparkEnv.get().metricsSystem().registerSource(metrics);
    return metrics;
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  /**
   * Notes a stage that is recorded in {@code runs}.
   *
   * @param recipe name of the recipe
   * @param rows of the stage's main table
   * @param seconds 0 for a stage that was reused
   */
  public void stage(String recipe, Stage stage, long rows, double seconds) {
    set(MetricRegistry.name("rows", recipe, stage.label()), rows);
    set(MetricRegistry.name("seconds", recipe, stage.label()), seconds);
  }

  private void set(String name, Number value) {
    values.put(name, value);
    Gauge<Number> gauge = () -> values.get(name);
    registry.gauge(name, () -> gauge);
  }
}

package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Rules on the hardness metrics, and on what they need of other sections. */
public final class MetricChecks {

  private final Recipe recipe;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  public MetricChecks(Recipe recipe, BiConsumer<String, String> fault) {
    this.recipe = recipe;
    this.fault = fault;
  }

  public void run() {
    List<Metric> listed = recipe.score().metrics();
    if (listed.contains(Metric.RANK_AVERAGE)) {
      fault.accept(
          "score.metrics",
          "score.metrics must not hold rank-average, which is made of others; say prune.metric:"
              + " rank-average");
    }
    for (Metric metric : recipe.furtherMetrics()) {
      if (metric.needsLabels() && !recipe.input().hasLabels()) {
        String key = listed.contains(metric) ? "score.metrics" : "prune.metric";
        fault.accept(
            key,
            key
                + " "
                + metric.label()
                + " needs input.label, the column of labels; prototype, density and random need"
                + " none");
      }
    }
    if (recipe.prune() != null) {
      ranking(recipe.prune().metric(), listed);
    }
  }

  private void ranking(Metric metric, List<Metric> listed) {
    if (recipe.severalEncoders()) {
      if (metric == Metric.PROTOTYPE) {
        fault.accept(
            "prune.metric",
            "prune.metric must not be prototype for several encoders, which have one each; say"
                + " rank-average, or list one encoder");
      }
      return;
    }
    Set<Metric> distinct = EnumSet.noneOf(Metric.class);
    distinct.addAll(listed);
    distinct.remove(Metric.RANK_AVERAGE);
    if (metric == Metric.RANK_AVERAGE && distinct.size() < 2) {
      fault.accept(
          "prune.metric",
          "prune.metric rank-average needs several metrics in score.metrics, such as [prototype,"
              + " density], or several encoders in embed");
    }
  }
}

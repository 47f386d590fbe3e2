package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rules on the hardness metrics, in {@code score} and in {@code prune.metric}. */
final class ScoreChecks {

  private final Recipe recipe;
  private final Faults faults;

  ScoreChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.faults = faults;
  }

  void run() {
    List<Metric> listed = recipe.score().metrics();
    if (listed.contains(Metric.RANK_AVERAGE)) {
      faults.at(
          "score.metrics",
          "must not hold rank-average, which averages other metrics; set prune.metric:"
              + " rank-average");
    }
    for (Metric metric : recipe.furtherMetrics()) {
      if (metric.needsLabels() && !recipe.input().hasLabels()) {
        faults.at(
            listed.contains(metric) ? "score.metrics" : "prune.metric",
            metric.label()
                + " needs input.label, the column of labels; prototype, density and random need"
                + " no labels");
      }
    }
    if (recipe.prune() != null) {
      ranking(recipe.prune().metric(), listed);
    }
  }

  private void ranking(Metric metric, List<Metric> listed) {
    if (recipe.severalEncoders()) {
      if (metric == Metric.PROTOTYPE) {
        faults.at(
            "prune.metric",
            "must not be prototype with several encoders, each of which has its own prototype"
                + " score; use rank-average, or list one encoder");
      }
      return;
    }
    Set<Metric> distinct = EnumSet.noneOf(Metric.class);
    distinct.addAll(listed);
    distinct.remove(Metric.RANK_AVERAGE);
    if (metric == Metric.RANK_AVERAGE && distinct.size() < 2) {
      faults.at(
          "prune.metric",
          "rank-average needs several metrics in score.metrics, such as [prototype, density], or"
              + " several encoders in embed");
    }
  }
}

package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Cluster.Engine;
import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.text.DidYouMean;
import dev.winnow.transforms.cluster.KMeansOptions;
import java.util.List;
import java.util.Objects;

/** Rules between the keys of {@code cluster}, and on the encoder that it names. */
final class ClusterChecks {

  private static final double MAX_CLUSTERS = 1e7;

  private final Recipe recipe;
  private final Cluster cluster;
  private final Faults faults;

  ClusterChecks(Recipe recipe, Faults faults) {
    this.recipe = recipe;
    this.cluster = recipe.cluster();
    this.faults = faults;
  }

  void run() {
    if (!cluster.levels().isEmpty()) {
      levels();
    }
    if (!cluster.above().isEmpty()) {
      above();
    } else if (cluster.resample() != null) {
      faults.at(
          "cluster.resample", "must be absent without cluster.above, whose levels it resamples");
    }
    if (cluster.engine() == Engine.MLLIB
        && cluster.init() == KMeansOptions.Init.K_MEANS_PLUS_PLUS) {
      faults.at("cluster.init", "must be k-means|| or random for cluster.engine mllib");
    }
    if (cluster.k() != null && cluster.prototypes() != null) {
      faults.at(
          "cluster.k",
          "must be absent beside cluster.prototypes, whose number is that of clusters");
    }
    encoder();
  }

  private void levels() {
    if (cluster.k() != null) {
      faults.at(
          "cluster.k",
          "must be absent beside cluster.levels, whose product is the number of clusters");
    }
    if (cluster.levels().stream().mapToDouble(i -> i).reduce(1, (a, b) -> a * b) > MAX_CLUSTERS) {
      faults.at(
          "cluster.levels", "must multiply to at most 10000000 clusters, got " + cluster.levels());
    }
    if (cluster.prototypes() != null) {
      faults.at(
          "cluster.levels",
          "must be absent beside cluster.prototypes, with which nothing is fitted");
    }
    if (cluster.engine() == Engine.MLLIB) {
      faults.at("cluster.levels", "needs cluster.engine winnow, got mllib");
    }
  }

  private void above() {
    if (!cluster.levels().isEmpty()) {
      faults.at(
          "cluster.above", "must be absent beside cluster.levels, which are built from the top");
      return;
    }
    if (cluster.prototypes() != null) {
      faults.at(
          "cluster.above",
          "must be absent beside cluster.prototypes, with which nothing is fitted");
      return;
    }
    if (cluster.engine() == Engine.MLLIB) {
      faults.at("cluster.above", "needs cluster.engine winnow, got mllib");
    }
    if (cluster.k() == null) {
      faults.at("cluster.above", "needs a number in cluster.k, the clusters below its first level");
    } else if (!decreases()) {
      faults.at(
          "cluster.above",
          "must start below cluster.k " + cluster.k() + " and decrease, got " + cluster.above());
    }
    List<Integer> members = cluster.resample().members();
    if (!members.isEmpty() && members.size() != cluster.above().size()) {
      faults.at(
          "cluster.resample.members",
          "must hold one number for each level of cluster.above "
              + cluster.above()
              + ", got "
              + members);
    }
  }

  private boolean decreases() {
    int last = cluster.k();
    for (int k : cluster.above()) {
      if (k >= last) {
        return false;
      }
      last = k;
    }
    return true;
  }

  private void encoder() {
    List<String> names = recipe.embed().stream().map(Embed::name).filter(Objects::nonNull).toList();
    String by = cluster.by();
    if (by == null || names.contains(by)) {
      return;
    }
    faults.at(
        "cluster.by",
        names.isEmpty()
            ? "must be absent, because embed has one encoder without a name"
            : "must be one of "
                + String.join(", ", names)
                + ", got "
                + by
                + DidYouMean.hint(by, names));
  }
}

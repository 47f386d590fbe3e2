package dev.winnow.jobs.recipe.check;

import dev.winnow.jobs.recipe.Cluster;
import dev.winnow.jobs.recipe.Engine;
import java.util.List;
import java.util.function.BiConsumer;

/** Rules for clusters of clusters. */
final class HierarchyChecks {

  private final Cluster cluster;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault receives the dotted key that is at fault, and the message
   */
  HierarchyChecks(Cluster cluster, BiConsumer<String, String> fault) {
    this.cluster = cluster;
    this.fault = fault;
  }

  void run() {
    if (cluster.above().isEmpty()) {
      if (cluster.resample() != null) {
        fault.accept(
            "cluster.resample",
            "cluster.resample must be absent without cluster.above, whose levels it is for");
      }
      return;
    }
    if (!cluster.levels().isEmpty()) {
      above("must be absent beside cluster.levels, which are built from the top");
      return;
    }
    if (cluster.prototypes() != null) {
      above("must be absent beside cluster.prototypes: nothing is fitted");
      return;
    }
    if (cluster.engine() == Engine.MLLIB) {
      above("needs cluster.engine winnow");
    }
    if (cluster.k() == null) {
      above("needs a number in cluster.k, the clusters that it lies above");
    } else if (!decreases()) {
      above("must decrease from below cluster.k, " + cluster.k() + ", got " + cluster.above());
    }
    List<Integer> members = cluster.resample().members();
    if (!members.isEmpty() && members.size() != cluster.above().size()) {
      fault.accept(
          "cluster.resample.members",
          "cluster.resample.members must hold a number for each level of cluster.above, "
              + cluster.above()
              + ", got "
              + members);
    }
  }

  private void above(String rule) {
    fault.accept("cluster.above", "cluster.above " + rule);
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
}

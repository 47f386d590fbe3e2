package dev.winnow.jobs.report.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster of a release.
 *
 * @param rows examples in it, semantic duplicates included
 * @param kept examples of those that the release keeps
 * @param meanDistance mean cosine distance to its prototype, in [0, 2]; NaN if it is not known
 */
public record Cluster(int id, long rows, long kept, double meanDistance) {

  /** Least rows of a cluster that is called dense or pruned. */
  private static final int LEAST = 3;

  /** Returns the share of the rows that are kept, in [0, 1]. */
  public double keptShare() {
    return (double) kept / rows;
  }

  /**
   * Chooses clusters for a gallery in turn: the largest, the smallest, the densest, and the one
   * that loses the largest share of its rows.
   *
   * @param most number of clusters
   * @return why each is chosen, in the order of the choice
   */
  public static Map<Cluster, String> gallery(List<Cluster> clusters, int most) {
    Comparator<Cluster> byId = Comparator.comparingInt(Cluster::id);
    List<Cluster> filled = clusters.stream().filter(cluster -> cluster.rows() > 0).toList();
    List<Cluster> stable = filled.stream().filter(cluster -> cluster.rows() >= LEAST).toList();
    Map<String, List<Cluster>> orders = new LinkedHashMap<>();
    orders.put("large", sorted(filled, Comparator.comparingLong(Cluster::rows).reversed(), byId));
    orders.put("small", sorted(filled, Comparator.comparingLong(Cluster::rows), byId));
    orders.put("dense", sorted(stable, Comparator.comparingDouble(Cluster::meanDistance), byId));
    orders.put("much pruned", sorted(stable, Comparator.comparingDouble(Cluster::keptShare), byId));
    Map<Cluster, String> chosen = new LinkedHashMap<>();
    boolean added = true;
    while (added) {
      added = false;
      for (Map.Entry<String, List<Cluster>> order : orders.entrySet()) {
        List<Cluster> left = order.getValue();
        left.removeIf(chosen::containsKey);
        if (!left.isEmpty() && chosen.size() < most) {
          chosen.put(left.get(0), order.getKey());
          added = true;
        }
      }
    }
    return chosen;
  }

  private static List<Cluster> sorted(
      List<Cluster> clusters, Comparator<Cluster> order, Comparator<Cluster> ties) {
    return new ArrayList<>(clusters.stream().sorted(order.thenComparing(ties)).toList());
  }
}

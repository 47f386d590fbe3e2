package dev.winnow.jobs.experiment.study;

import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.Policy;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Labels, clusters and distances of the rows of a pool, by their place: what a cut does to classes,
 * to rows with doubtful labels and to outliers.
 *
 * @param labels label of each row
 * @param clusters cluster of each row
 * @param distances distance of each row to its prototype
 */
record PoolFacts(String[] labels, int[] clusters, double[] distances) {

  /** Interquartile ranges above the third quartile from which a distance is far out (Tukey). */
  private static final double FAR_OUT = 3;

  /**
   * Change of the classes by a cut.
   *
   * @param label class that keeps the smallest share of its rows; of equal ones the first by name
   * @param share share that it keeps
   * @param belowHalf number of classes that keep less than half of the share of the cut
   * @param classes number of classes
   */
  record Shift(String label, double share, int belowHalf, int classes) {}

  /**
   * Collects the facts of a pool.
   *
   * @param pool rows as of {@link LabelledRows#pool}, with places from 0 to the number of rows
   */
  static PoolFacts collect(Dataset<Row> pool, int rows) {
    PoolFacts facts = new PoolFacts(new String[rows], new int[rows], new double[rows]);
    for (Row row :
        pool.select(LabelledRows.PLACE, Examples.LABEL, Scores.CLUSTER_ID, Policy.DISTANCE)
            .collectAsList()) {
      int place = row.getInt(0);
      facts.labels[place] = row.getString(1);
      facts.clusters[place] = row.isNullAt(2) ? -1 : row.getInt(2);
      facts.distances[place] = row.isNullAt(3) ? 0 : row.getDouble(3);
    }
    return facts;
  }

  int rows() {
    return labels.length;
  }

  /** Returns the places of all rows. */
  int[] all() {
    return IntStream.range(0, rows()).toArray();
  }

  /**
   * Returns the share of some rows whose label is not the most frequent one of their cluster in the
   * pool, in [0, 1]. An upper bound of the wrong labels where clusters hold one class each.
   */
  double otherLabel(int[] places) {
    Map<Integer, Map<String, Integer>> counts = new TreeMap<>();
    for (int place = 0; place < rows(); place++) {
      counts
          .computeIfAbsent(clusters[place], cluster -> new TreeMap<>())
          .merge(labels[place], 1, Integer::sum);
    }
    Map<Integer, String> most = new TreeMap<>();
    counts.forEach((cluster, of) -> most.put(cluster, mostFrequent(of)));
    return share(places, place -> !labels[place].equals(most.get(clusters[place])));
  }

  /** Returns the most frequent label; of equal ones the first by name. */
  private static String mostFrequent(Map<String, Integer> counts) {
    String best = null;
    for (Map.Entry<String, Integer> label : counts.entrySet()) {
      if (best == null || label.getValue() > counts.get(best)) {
        best = label.getKey();
      }
    }
    return best;
  }

  /**
   * Returns the share of some rows that are far outside of their clusters, in [0, 1]: their
   * distance is more than three interquartile ranges above the third quartile of the pool.
   */
  double outliers(int[] places) {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    double low = sorted[(sorted.length - 1) / 4];
    double high = sorted[(int) ((sorted.length - 1) * 3L / 4)];
    double fence = high + FAR_OUT * (high - low);
    return share(places, place -> distances[place] > fence);
  }

  private static double share(int[] places, IntPredicate condition) {
    return places.length == 0
        ? 0
        : (double) Arrays.stream(places).filter(condition).count() / places.length;
  }

  /** Returns the change of the classes if only some rows stay. */
  Shift shift(int[] kept) {
    Map<String, int[]> counts = new TreeMap<>();
    for (String label : labels) {
      counts.computeIfAbsent(label, of -> new int[2])[0]++;
    }
    for (int place : kept) {
      counts.get(labels[place])[1]++;
    }
    double cut = (double) kept.length / rows();
    String label = null;
    double least = 0;
    int below = 0;
    for (Map.Entry<String, int[]> of : counts.entrySet()) {
      double share = (double) of.getValue()[1] / of.getValue()[0];
      below += share < cut / 2 ? 1 : 0;
      if (label == null || share < least) {
        label = of.getKey();
        least = share;
      }
    }
    return new Shift(label, least, below, counts.size());
  }
}

package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.SumSteps;
import java.io.Serializable;

/**
 * Rows and distances of each cluster.
 *
 * @param distances in steps of the fit
 */
public record Tally(long[] counts, long[] distances) implements Serializable {

  public static Tally of(int k) {
    return new Tally(new long[k], new long[k]);
  }

  /** Adds another one to this one, and returns this. */
  public Tally merge(Tally other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      distances[i] += other.distances[i];
    }
    return this;
  }

  /** Sum of all distances, cluster by cluster in their order. */
  double inertia(SumSteps steps) {
    double total = 0;
    for (long distance : distances) {
      total += steps.distance(distance);
    }
    return total;
  }
}

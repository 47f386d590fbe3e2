package dev.winnow.transforms.cluster;

import java.util.List;

/**
 * A fitted clustering.
 *
 * @param centroids {@code float[k * dim]}, row-major; of unit length under the cosine metric
 * @param iterations what each did, in their order
 * @param converged whether the last one moved no centroid by more than the tolerance
 * @param fitRows rows that the fit read
 * @param reseeded empty or vanished clusters that were given a new centroid, over all iterations
 * @param warnings for the user; empty when all went as asked
 */
public record KMeansFit(
    float[] centroids,
    int k,
    int dim,
    List<Iteration> iterations,
    boolean converged,
    long fitRows,
    int reseeded,
    List<String> warnings) {

  /**
   * One iteration.
   *
   * @param inertia sum of the distances over the fitting rows, at the iteration's start
   * @param seconds that it took
   */
  public record Iteration(double inertia, double seconds) {}

  public KMeansFit {
    iterations = List.copyOf(iterations);
    warnings = List.copyOf(warnings);
  }

  /** Sum of the distances over the fitting rows, measured at the start of each iteration. */
  public List<Double> inertia() {
    return iterations.stream().map(Iteration::inertia).toList();
  }

  /**
   * Multiplications and additions of finding the nearest centroids of all fitting rows, per second
   * of an iteration, in units of 1e9.
   */
  public double gigaflops(Iteration iteration) {
    return 2.0 * fitRows * k * dim / iteration.seconds() / 1e9;
  }
}

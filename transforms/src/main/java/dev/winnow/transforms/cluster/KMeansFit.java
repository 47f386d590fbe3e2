package dev.winnow.transforms.cluster;

import java.util.List;

/**
 * Result of a k-means fit.
 *
 * @param centroids {@code float[k * dim]}, row-major; of unit length under the cosine metric
 * @param iterations cost and time of each iteration, in their order
 * @param converged true when the last iteration moved no centroid by more than the tolerance
 * @param fitRows number of rows that the fit read
 * @param reseeded empty or vanished clusters that were given a new centroid, over all iterations
 * @param warnings messages for the user; empty when the fit followed all options exactly
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
   * Cost and time of one iteration.
   *
   * @param inertia sum of the distances over the fitting rows, at the iteration's start
   * @param seconds duration
   */
  public record Iteration(double inertia, double seconds) {}

  public KMeansFit {
    iterations = List.copyOf(iterations);
    warnings = List.copyOf(warnings);
  }

  /** Returns the sum of the distances over the fitting rows, at the start of each iteration. */
  public List<Double> inertia() {
    return iterations.stream().map(Iteration::inertia).toList();
  }

  /**
   * Returns the rate of an iteration: multiplications and additions that find the nearest centroids
   * of all fitting rows, per second, in units of 1e9.
   */
  public double gigaflops(Iteration iteration) {
    return 2.0 * fitRows * k * dim / iteration.seconds() / 1e9;
  }
}

package dev.winnow.transforms.cluster;

import java.util.List;

/**
 * A fitted clustering.
 *
 * @param centroids {@code float[k * dim]}, row-major, unit rows
 * @param inertia sum of cosine distances over the fitting rows, measured at the start of each
 *     iteration
 * @param fitRows rows that the fit read
 * @param reseeded empty or vanished clusters that were given a new centroid, over all iterations
 * @param warnings for the user; empty when all went as asked
 */
public record KMeansFit(
    float[] centroids,
    int k,
    int dim,
    List<Double> inertia,
    long fitRows,
    int reseeded,
    List<String> warnings) {

  public KMeansFit {
    inertia = List.copyOf(inertia);
    warnings = List.copyOf(warnings);
  }
}

package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Device;
import dev.winnow.transforms.kernel.Metric;
import java.io.Serializable;

/**
 * Options of a k-means fit.
 *
 * @param k number of clusters, at least 1
 * @param metric cosine, on unit vectors, or squared Euclidean
 * @param iterations largest number of Lloyd iterations, at least 1
 * @param tolerance the fit stops after an iteration that moves no centroid further than this, by
 *     cosine or Euclidean distance; with 0 it stops after an iteration that changes no bit
 * @param init seeding
 * @param initSteps rounds of k-means||, at least 1
 * @param seed seed of sampling and seeding
 * @param fitRowsPerCentroid rows used for the fit per cluster; 0 for all rows
 * @param fitFraction share of the rows used for the fit, in (0, 1]; overrides {@code
 *     fitRowsPerCentroid}; null for none
 * @param device device of the tasks that compare rows with centroids; changes no result
 */
public record KMeansOptions(
    int k,
    Metric metric,
    int iterations,
    double tolerance,
    Init init,
    int initSteps,
    long seed,
    int fitRowsPerCentroid,
    Double fitFraction,
    Device device)
    implements Serializable {

  /** Number of rounds of k-means|| that suffices in practice (Bahmani et al. 2012, section 5). */
  public static final int INIT_STEPS = 2;

  /** Choice of the first centroids. */
  public enum Init {
    /** Oversampled rounds over all fitting rows, reduced by k-means++ (Bahmani et al. 2012). */
    K_MEANS_PARALLEL("k-means||"),
    /** k-means++ on a hashed sample of ten rows a cluster (Arthur and Vassilvitskii 2007). */
    K_MEANS_PLUS_PLUS("k-means++"),
    /** Distinct rows of a hashed sample: the only choice whose cost does not grow as k squared. */
    RANDOM("random");

    private final String label;

    Init(String label) {
      this.label = label;
    }

    /** Returns the word for this choice in recipes. */
    public String label() {
      return label;
    }
  }

  public KMeansOptions {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must be at least 0, got " + tolerance);
    }
    if (initSteps < 1) {
      throw new IllegalArgumentException("initSteps must be at least 1, got " + initSteps);
    }
    if (fitRowsPerCentroid < 0) {
      throw new IllegalArgumentException(
          "fitRowsPerCentroid must be at least 0, got " + fitRowsPerCentroid);
    }
    if (fitFraction != null && !(fitFraction > 0 && fitFraction <= 1)) {
      throw new IllegalArgumentException("fitFraction must be in (0, 1], got " + fitFraction);
    }
  }

  /** Options of a fit on the device that Spark gives the tasks. */
  public KMeansOptions(
      int k,
      Metric metric,
      int iterations,
      double tolerance,
      Init init,
      int initSteps,
      long seed,
      int fitRowsPerCentroid,
      Double fitFraction) {
    this(
        k,
        metric,
        iterations,
        tolerance,
        init,
        initSteps,
        seed,
        fitRowsPerCentroid,
        fitFraction,
        Device.AUTO);
  }

  /** Returns these options with another number of clusters and another seed. */
  public KMeansOptions withClusters(int otherK, long otherSeed) {
    return new KMeansOptions(
        otherK,
        metric,
        iterations,
        tolerance,
        init,
        initSteps,
        otherSeed,
        fitRowsPerCentroid,
        fitFraction,
        device);
  }

  /** Returns the share of {@code rows} that the fit reads, in (0, 1]. */
  public double share(long rows) {
    if (fitFraction != null) {
      return fitFraction;
    }
    if (fitRowsPerCentroid == 0 || rows == 0) {
      return 1;
    }
    return Math.min(1, (double) fitRowsPerCentroid * k / rows);
  }
}

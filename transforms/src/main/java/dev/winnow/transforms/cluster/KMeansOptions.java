package dev.winnow.transforms.cluster;

/**
 * Options of a spherical k-means fit.
 *
 * @param k number of clusters, at least 1
 * @param iterations most Lloyd iterations, at least 1
 * @param init seeding
 * @param seed of sampling and seeding
 * @param fitRowsPerCentroid rows used for the fit per cluster; 0 for all rows
 * @param fitFraction share of the rows used for the fit, in (0, 1]; overrides the former; null for
 *     none
 */
public record KMeansOptions(
    int k, int iterations, Init init, long seed, int fitRowsPerCentroid, Double fitFraction) {

  /** How the first centroids are chosen. */
  public enum Init {
    /** Oversampled rounds over all fitting rows, reduced by k-means++ (Bahmani et al. 2012). */
    K_MEANS_PARALLEL("k-means||"),
    /** k-means++ on a hashed sample of ten rows a cluster (Arthur and Vassilvitskii 2007). */
    K_MEANS_PLUS_PLUS("k-means++");

    private final String label;

    Init(String label) {
      this.label = label;
    }

    /** The word in recipes. */
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
    if (fitRowsPerCentroid < 0) {
      throw new IllegalArgumentException(
          "fitRowsPerCentroid must be at least 0, got " + fitRowsPerCentroid);
    }
    if (fitFraction != null && !(fitFraction > 0 && fitFraction <= 1)) {
      throw new IllegalArgumentException("fitFraction must be in (0, 1], got " + fitFraction);
    }
  }

  /** The share of {@code rows} that the fit reads, in (0, 1]. */
  double share(long rows) {
    if (fitFraction != null) {
      return fitFraction;
    }
    if (fitRowsPerCentroid == 0 || rows == 0) {
      return 1;
    }
    return Math.min(1, (double) fitRowsPerCentroid * k / rows);
  }
}

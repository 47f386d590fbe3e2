package dev.winnow.transforms.select.policy;

/**
 * Budgets of the clusters: the number of rows that each keeps at each size of a cut, and the order
 * in which its rows enter.
 *
 * <p>With n_j rows in cluster j, K kept and k clusters that have rows, the budgets are the nearest
 * point to K softmax(complexity / tau) whose sum is K, with at least min(K / 2k, n_j - 1) and at
 * most n_j rows of each. No budget falls as K grows: while no cluster is whole, the budgets are
 * proportional to K; the rows that whole clusters cannot give are taken from the others.
 *
 * <p>Rank r of a cluster enters at the size where the budget reaches r - 1/2. So all cuts are
 * prefixes of one order, and a prefix differs from the budgets of its size by rounding, rarely by
 * one row and almost never by two. Budgets are solved at 64 to 1,024 sizes in equal steps, and
 * interpolated linearly between them, which keeps the sum.
 *
 * @see <a href="https://arxiv.org/abs/2401.04578">Abbas et al. 2024</a>, section on density-based
 *     pruning
 */
final class DensityBudgets implements GroupPlaces {

  private static final int MOST_STEPS = 1024;
  private static final int LEAST_STEPS = 64;
  private static final long STEPS_OF_ALL_CLUSTERS = 50_000_000;

  private final double[] shares;
  private final double[] sizes;
  private final double total;
  private final int occupied;

  /** Shift of the projection at each step, from size 0 to all rows. */
  private final double[] shifts;

  /**
   * @param complexity complexity of each cluster, not negative; a cluster with NaN or with fewer
   *     than three rows gets the mean of the others
   * @param rows number of rows of each cluster
   * @param tau temperature, above 0; the larger it is, the more equal are the budgets
   */
  DensityBudgets(double[] complexity, long[] rows, double tau) {
    if (!(tau > 0)) {
      throw new IllegalArgumentException("tau must be above 0, got " + tau);
    }
    this.sizes = new double[rows.length];
    double all = 0;
    int clusters = 0;
    for (int j = 0; j < rows.length; j++) {
      sizes[j] = rows[j];
      all += rows[j];
      clusters += rows[j] > 0 ? 1 : 0;
    }
    this.total = all;
    this.occupied = clusters;
    this.shares = shares(complexity, rows, tau);
    int steps =
        (int)
            Math.max(
                LEAST_STEPS,
                Math.min(MOST_STEPS, STEPS_OF_ALL_CLUSTERS / Math.max(1, rows.length)));
    this.shifts = new double[steps + 1];
    for (int i = 1; i <= steps; i++) {
      shifts[i] = shift(size(i));
    }
  }

  private static double[] shares(double[] complexity, long[] rows, double tau) {
    double sum = 0;
    int known = 0;
    for (int j = 0; j < rows.length; j++) {
      if (rows[j] > 2 && !Double.isNaN(complexity[j])) {
        sum += complexity[j];
        known++;
      }
    }
    double mean = known == 0 ? 0 : sum / known;
    double[] exponents = new double[rows.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < rows.length; j++) {
      boolean ownValue = rows[j] > 2 && !Double.isNaN(complexity[j]);
      exponents[j] = (ownValue ? complexity[j] : mean) / tau;
      highest = rows[j] > 0 ? Math.max(highest, exponents[j]) : highest;
    }
    double[] shares = new double[rows.length];
    double norm = 0;
    for (int j = 0; j < rows.length; j++) {
      shares[j] = rows[j] == 0 ? 0 : StrictMath.exp(exponents[j] - highest);
      norm += shares[j];
    }
    for (int j = 0; j < rows.length; j++) {
      shares[j] = norm == 0 ? 0 : shares[j] / norm;
    }
    return shares;
  }

  /**
   * Returns the number of equal shares that would have the entropy of these shares: exp of the
   * entropy.
   */
  double effectiveClusters() {
    double entropy = 0;
    for (double share : shares) {
      entropy -= share > 0 ? share * StrictMath.log(share) : 0;
    }
    return occupied == 0 ? 0 : StrictMath.exp(entropy);
  }

  /** Returns the share of each cluster in the target, before the projection into the box. */
  double[] shares() {
    return shares.clone();
  }

  private double size(int step) {
    return total * step / (shifts.length - 1);
  }

  private double low(int j, double keep) {
    return occupied == 0 ? 0 : Math.min(keep / (2.0 * occupied), Math.max(0, sizes[j] - 1));
  }

  private double shift(double keep) {
    double[] target = new double[sizes.length];
    double[] low = new double[sizes.length];
    for (int j = 0; j < sizes.length; j++) {
      target[j] = shares[j] * keep;
      low[j] = low(j, keep);
    }
    return BoxProjection.shift(target, low, sizes, keep);
  }

  private double budget(int j, double keep, double shift) {
    return BoxProjection.clip(shares[j] * keep + shift, low(j, keep), sizes[j]);
  }

  /** Returns the rows of each cluster at one size, rounded by the largest remainders. */
  long[] rounded(long keep) {
    double shift = shift(keep);
    double[] parts = new double[sizes.length];
    for (int j = 0; j < parts.length; j++) {
      parts[j] = budget(j, keep, shift);
    }
    return BoxProjection.largestRemainders(parts, keep);
  }

  /** Returns the size at which a rank enters. */
  @Override
  public double placeOf(int cluster, long rank) {
    double wanted = rank - 0.5;
    int low = 1;
    int high = shifts.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (budget(cluster, size(middle), shifts[middle]) >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    double before = low == 1 ? 0 : budget(cluster, size(low - 1), shifts[low - 1]);
    double after = budget(cluster, size(low), shifts[low]);
    double part =
        after > before ? BoxProjection.clip((wanted - before) / (after - before), 0, 1) : 1;
    return size(low - 1) + part * (size(low) - size(low - 1));
  }
}

package dev.winnow.transforms.experiment.fit;

import dev.winnow.transforms.experiment.HashedDraws;

/** Runs whose law is known: sizes from 1,000 to 100,000, and noise of some percent. */
final class PlantedRuns {

  private final double floor;
  private final double coefficient;
  private final double exponent;
  private final int sizes;
  private final int seeds;

  PlantedRuns(double floor, double coefficient, double exponent, int sizes, int seeds) {
    this.floor = floor;
    this.coefficient = coefficient;
    this.exponent = exponent;
    this.sizes = sizes;
    this.seeds = seeds;
  }

  /**
   * Draws losses.
   *
   * @param noise standard deviation of the log losses
   * @param outliers number of rows whose loss is three times as high
   */
  Runs draw(double noise, int outliers, long seed) {
    int rows = sizes * seeds;
    HashedDraws draws = HashedDraws.of(seed);
    double[] examples = new double[rows];
    double[] losses = new double[rows];
    for (int i = 0; i < rows; i++) {
      examples[i] = 1000 * StrictMath.pow(100, (i / seeds) / (sizes - 1.0));
      losses[i] = loss(examples[i]) * StrictMath.exp(noise * draws.normal(i));
    }
    for (int i = 0; i < outliers; i++) {
      losses[draws.below(rows, 2L * rows + i)] *= 3;
    }
    return Runs.of(null, examples, losses);
  }

  double loss(double size) {
    return floor + coefficient * StrictMath.pow(size, -exponent);
  }
}

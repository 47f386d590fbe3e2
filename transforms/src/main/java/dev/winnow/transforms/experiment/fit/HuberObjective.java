package dev.winnow.transforms.experiment.fit;

import dev.winnow.transforms.experiment.QuasiNewton;
import java.util.Arrays;

/**
 * Weighted sum of Huber terms of the log residuals, divided by delta so that it is of the size of
 * the residuals. A mean, or terms without that factor, are so small that a search ends early
 * (Besiroglu et al. 2024, "Chinchilla Scaling: A replication attempt").
 */
final class HuberObjective implements QuasiNewton.Objective {

  private final Law law;
  private final Points points;
  private final int[] weights;
  private final double delta;
  private final double[] slopes;

  /**
   * @param weights number of times that each row counts; null for once
   */
  HuberObjective(Law law, Points points, int[] weights, double delta) {
    this.law = law;
    this.points = points;
    this.weights = weights;
    this.delta = delta;
    this.slopes = new double[law.size()];
  }

  @Override
  public double at(double[] parameters, double[] gradient) {
    double sum = 0;
    Arrays.fill(gradient, 0);
    for (int i = 0; i < points.rows(); i++) {
      int weight = weights == null ? 1 : weights[i];
      if (weight == 0) {
        continue;
      }
      double residual =
          law.logLoss(parameters, points.n()[i], points.d()[i], slopes) - points.logLoss()[i];
      double size = Math.abs(residual);
      sum += weight * (size <= delta ? residual * residual / (2 * delta) : size - delta / 2);
      double pull = weight * Math.max(-1, Math.min(1, residual / delta));
      for (int j = 0; j < slopes.length; j++) {
        gradient[j] += pull * slopes[j];
      }
    }
    return sum;
  }
}

package dev.winnow.transforms.experiment.theory;

import dev.winnow.transforms.experiment.HashedDraws;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pruning of Gaussian examples and training of a perceptron, at a finite number of dimensions: what
 * the theory is held to. In one trial all settings prune the same examples, so their differences
 * are paired. Trials are computed in parallel and draw by hash, so the result does not depend on
 * threads.
 */
public final class PerceptronSimulation implements Serializable {

  /**
   * One setting.
   *
   * @param keepFraction share of the examples that stays, in (0, 1]
   * @param degrees angle between probe and teacher
   */
  public record Setting(KeptEnd end, double keepFraction, double degrees) implements Serializable {}

  /**
   * Errors of one setting over the trials.
   *
   * @param mean of the test errors
   * @param standardError of the mean
   * @param largestGap largest relative duality gap of the trained students
   */
  public record Cell(double mean, double standardError, double largestGap) {}

  private final int dim;
  private final int trials;
  private final long seed;

  /**
   * @param dim parameters of teacher and student, at least 2
   * @param trials at least 2
   */
  public PerceptronSimulation(int dim, int trials, long seed) {
    if (dim < 2) {
      throw new IllegalArgumentException("dim must be at least 2, got " + dim);
    }
    if (trials < 2) {
      throw new IllegalArgumentException("trials must be at least 2, got " + trials);
    }
    this.dim = dim;
    this.trials = trials;
    this.seed = seed;
  }

  /** Returns the errors of the settings, in their order. */
  public List<Cell> run(double examplesPerParameter, List<Setting> settings) {
    return run(new double[] {examplesPerParameter}, settings, Trials.THREADS).get(0);
  }

  /**
   * Returns the errors of the settings, in their order, for each number of examples a parameter.
   * All trials run at once, those of the last number first, since it is often the largest.
   *
   * @param runner does not change the result
   */
  public List<List<Cell>> run(
      double[] examplesPerParameter, List<Setting> settings, Trials runner) {
    int last = examplesPerParameter.length - 1;
    List<Setting> shipped = new ArrayList<>(settings);
    double[][][] all =
        runner.run(
            examplesPerParameter.length * trials,
            number ->
                trial(examplesPerParameter[last - number / trials], number % trials, shipped));
    List<List<Cell>> cells = new ArrayList<>();
    for (int pool = 0; pool <= last; pool++) {
      int from = (last - pool) * trials;
      double[][][] results = Arrays.copyOfRange(all, from, from + trials);
      cells.add(
          IntStream.range(0, settings.size()).mapToObj(setting -> cell(results, setting)).toList());
    }
    return cells;
  }

  /** Returns the test error of each setting, in their order, in each trial. */
  public double[][] errors(double examplesPerParameter, List<Setting> settings) {
    double[][][] trialResults = trials(examplesPerParameter, settings);
    return IntStream.range(0, settings.size())
        .mapToObj(
            setting -> Arrays.stream(trialResults).mapToDouble(of -> of[setting][0]).toArray())
        .toArray(double[][]::new);
  }

  private double[][][] trials(double examplesPerParameter, List<Setting> settings) {
    return Trials.THREADS.run(trials, trial -> trial(examplesPerParameter, trial, settings));
  }

  private static Cell cell(double[][][] trialResults, int setting) {
    double sum = 0;
    double gap = 0;
    for (double[][] trial : trialResults) {
      sum += trial[setting][0];
      gap = Math.max(gap, trial[setting][1]);
    }
    double mean = sum / trialResults.length;
    double squares = 0;
    for (double[][] trial : trialResults) {
      squares += (trial[setting][0] - mean) * (trial[setting][0] - mean);
    }
    int n = trialResults.length;
    return new Cell(mean, StrictMath.sqrt(squares / (n - 1) / n), gap);
  }

  /** Returns error and gap of each setting. */
  private double[][] trial(double examplesPerParameter, int trial, List<Setting> settings) {
    HashedDraws draws =
        HashedDraws.of(seed).part(Double.doubleToLongBits(examplesPerParameter)).part(trial);
    double[][] examples = examples(draws, (int) Math.round(examplesPerParameter * dim));
    double[][] results = new double[settings.size()][];
    for (int i = 0; i < results.length; i++) {
      MaxMargin.Student student = MaxMargin.train(kept(examples, settings.get(i), draws));
      double[] weights = student.weights();
      double off = 0;
      for (int j = 1; j < dim; j++) {
        off += weights[j] * weights[j];
      }
      double error = StrictMath.atan2(StrictMath.sqrt(off), weights[0]) / StrictMath.PI;
      results[i] = new double[] {error, student.gap()};
    }
    return results;
  }

  /** Draws examples times their labels. The teacher is the first axis, which is no restriction. */
  private double[][] examples(HashedDraws draws, int count) {
    double[][] examples = new double[count][dim];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < dim; j++) {
        examples[i][j] = draws.normal((long) i * dim + j);
      }
      if (examples[i][0] < 0) {
        for (int j = 0; j < dim; j++) {
          examples[i][j] = -examples[i][j];
        }
      }
    }
    return examples;
  }

  private static double[][] kept(double[][] examples, Setting setting, HashedDraws draws) {
    int count = (int) Math.floor(setting.keepFraction() * examples.length + 0.5);
    double cosine = StrictMath.cos(StrictMath.toRadians(setting.degrees()));
    double sine = StrictMath.sin(StrictMath.toRadians(setting.degrees()));
    HashedDraws lot = draws.part(-1);
    double[] order = new double[examples.length];
    for (int i = 0; i < order.length; i++) {
      double margin = Math.abs(cosine * examples[i][0] + sine * examples[i][1]);
      order[i] =
          switch (setting.end()) {
            case HARD -> margin;
            case EASY -> -margin;
            case RANDOM -> lot.uniform(i);
          };
    }
    int[] kept =
        IntStream.range(0, examples.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> order[i]))
            .limit(Math.max(1, count))
            .mapToInt(Integer::intValue)
            .toArray();
    return Arrays.stream(kept).mapToObj(i -> examples[i]).toArray(double[][]::new);
  }
}

package dev.winnow.transforms.experiment.fit;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Losses of training runs, by size. Rows are sorted by size, loss and cluster, so nothing depends
 * on their order.
 */
public final class Runs {

  /** Fewest sizes that a law can be fitted to. */
  public static final int FEWEST_SIZES = 4;

  /** Smallest span of the sizes in decades. */
  public static final double SMALLEST_SPAN = 0.5;

  private final double[] parameters;
  private final double[] examples;
  private final double[] losses;
  private final int[] clusters;

  private Runs(double[] parameters, double[] examples, double[] losses, int[] clusters) {
    this.parameters = parameters;
    this.examples = examples;
    this.losses = losses;
    this.clusters = clusters;
  }

  /**
   * Returns measurements, each of a run of its own.
   *
   * @param parameters sizes N of the models; null for laws of one size
   * @param examples sizes D of the training sets
   * @param losses losses or errors
   * @throws FitRefused if a size or loss is not positive and finite
   */
  public static Runs of(double[] parameters, double[] examples, double[] losses) {
    return of(parameters, examples, losses, null);
  }

  /**
   * Returns measurements of runs.
   *
   * @param parameters sizes N of the models; null for laws of one size
   * @param examples sizes D of the training sets
   * @param losses losses or errors
   * @param clusters number of the run of each row, because checkpoints of one run are not
   *     independent; null if each row is a run
   * @throws FitRefused if a size or loss is not positive and finite
   */
  public static Runs of(double[] parameters, double[] examples, double[] losses, int[] clusters) {
    int rows = examples.length;
    if (losses.length != rows
        || parameters != null && parameters.length != rows
        || clusters != null && clusters.length != rows) {
      throw new IllegalArgumentException(
          "arrays must have one length, got " + rows + " sizes and " + losses.length + " losses");
    }
    requirePositive("D", examples);
    requirePositive("loss", losses);
    if (parameters != null) {
      requirePositive("N", parameters);
    }
    Integer[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted(
                (i, j) -> {
                  int by = Double.compare(examples[i], examples[j]);
                  if (by == 0 && parameters != null) {
                    by = Double.compare(parameters[i], parameters[j]);
                  }
                  if (by == 0) {
                    by = Double.compare(losses[i], losses[j]);
                  }
                  return by != 0 || clusters == null
                      ? by
                      : Integer.compare(clusters[i], clusters[j]);
                })
            .toArray(Integer[]::new);
    return new Runs(
        parameters == null ? null : pick(parameters, order),
        pick(examples, order),
        pick(losses, order),
        clusters == null
            ? IntStream.range(0, rows).toArray()
            : dense(Arrays.stream(order).mapToInt(i -> clusters[i]).toArray()));
  }

  /** Numbers clusters by their first row, so that the numbers depend on the rows alone. */
  private static int[] dense(int[] clusters) {
    int[] seen = new int[clusters.length];
    int[] numbers = new int[clusters.length];
    int count = 0;
    for (int i = 0; i < clusters.length; i++) {
      int at = 0;
      while (at < count && seen[at] != clusters[i]) {
        at++;
      }
      if (at == count) {
        seen[count++] = clusters[i];
      }
      numbers[i] = at;
    }
    return numbers;
  }

  private static double[] pick(double[] values, Integer[] order) {
    return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
  }

  private static void requirePositive(String name, double[] values) {
    for (double value : values) {
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new FitRefused(
            name + " must be positive and finite",
            String.valueOf(value),
            "leave such rows out, because laws are fitted to logarithms");
      }
    }
  }

  public int rows() {
    return losses.length;
  }

  public boolean hasParameters() {
    return parameters != null;
  }

  /** Returns size N of a row; 1 if there are none. */
  public double parameters(int row) {
    return parameters == null ? 1 : parameters[row];
  }

  public double examples(int row) {
    return examples[row];
  }

  public double loss(int row) {
    return losses[row];
  }

  /** Returns the number of the row's run, in [0, rows). */
  public int cluster(int row) {
    return clusters[row];
  }

  /** Returns the rows that satisfy a condition. */
  public Runs where(IntPredicate condition) {
    int[] rows = IntStream.range(0, rows()).filter(condition).toArray();
    return new Runs(
        parameters == null ? null : Arrays.stream(rows).mapToDouble(i -> parameters[i]).toArray(),
        Arrays.stream(rows).mapToDouble(i -> examples[i]).toArray(),
        Arrays.stream(rows).mapToDouble(i -> losses[i]).toArray(),
        dense(Arrays.stream(rows).map(i -> clusters[i]).toArray()));
  }

  /** Returns the distinct sizes D, ascending. */
  public double[] sizes() {
    return Arrays.stream(examples).sorted().distinct().toArray();
  }

  /** Returns the largest size D; 0 without rows. */
  public double largest() {
    return examples.length == 0 ? 0 : examples[examples.length - 1];
  }

  /**
   * Checks that the sizes can support a law.
   *
   * @throws FitRefused if D, or N where there is one, has too few sizes or spans too little
   */
  public void requireSizes() {
    requireSizes("D", sizes());
    if (parameters != null) {
      requireSizes("N", modelSizes());
    }
  }

  /** Returns whether the sizes can support a law. */
  boolean supportsLaw() {
    return supports(sizes()) && (parameters == null || supports(modelSizes()));
  }

  private static boolean supports(double[] sizes) {
    return sizes.length >= FEWEST_SIZES && span(sizes) >= SMALLEST_SPAN;
  }

  private double[] modelSizes() {
    return Arrays.stream(parameters).sorted().distinct().toArray();
  }

  private static void requireSizes(String name, double[] sizes) {
    if (sizes.length < FEWEST_SIZES) {
      throw new FitRefused(
          name + " must have at least " + FEWEST_SIZES + " sizes",
          String.valueOf(sizes.length),
          "a curve through fewer fits every form; measure more sizes");
    }
    if (!(span(sizes) >= SMALLEST_SPAN)) {
      throw new FitRefused(
          name + " must span at least half a decade",
          "a factor of " + (float) (sizes[sizes.length - 1] / sizes[0]),
          "a shorter span does not tell a floor from an exponent; measure smaller or larger sizes");
    }
  }

  private static double span(double[] sizes) {
    // Half a decade is 3.1623, which rounds differently from its logarithm.
    return StrictMath.log10(sizes[sizes.length - 1] / sizes[0]) + 1e-9;
  }
}

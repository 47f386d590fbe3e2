package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Triangle activation of a row by the atoms of a dictionary: {@code max(0, mean - distance)}, where
 * the mean is over the row's distances to all atoms. The mean is the sum of {@value #CHAINS}
 * chains, atom i in chain {@code i % CHAINS}, so that vectors and plain loops give the same bits.
 *
 * @see <a href="https://proceedings.mlr.press/v15/coates11a.html">Coates, Lee and Ng 2011, section
 *     3.2.2</a>
 */
public final class Triangle {

  /** Number of parallel sums: the number of floats in the widest vectors of common machines. */
  public static final int CHAINS = 16;

  /**
   * Adds activations like {@link DenseKernel#addTriangle}, in plain Java: the loops run over whole
   * small arrays, which the JIT compiler turns into vector instructions.
   */
  public static void add(float[] dots, int at, float squaredLength, float[] squares, float[] sums) {
    float[] distances = Arrays.copyOfRange(dots, at, at + squares.length);
    for (int i = 0; i < squares.length; i++) {
      distances[i] = distance(distances[i], squaredLength, squares[i]);
    }
    float[] chains = new float[CHAINS];
    for (int i = 0; i < distances.length; i++) {
      chains[i % CHAINS] += distances[i];
    }
    float mean = mean(chains, squares.length);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += Math.max(0f, mean - distances[i]);
    }
  }

  private static float distance(float dot, float squaredLength, float square) {
    return (float) Math.sqrt(Math.max(0f, square + squaredLength - 2 * dot));
  }

  /**
   * Turns dot products into distances and adds them to the chains.
   *
   * @param first first atom
   */
  public static void distances(
      float[] dots, int at, float squaredLength, float[] squares, int first, float[] chains) {
    for (int i = first; i < squares.length; i++) {
      dots[at + i] = distance(dots[at + i], squaredLength, squares[i]);
      chains[i % CHAINS] += dots[at + i];
    }
  }

  /** Returns the mean of k distances. */
  public static float mean(float[] chains, int k) {
    double sum = 0;
    for (float chain : chains) {
      sum += chain;
    }
    return (float) (sum / k);
  }

  /**
   * Adds the activations of the atoms.
   *
   * @param first first atom
   */
  public static void activate(float[] distances, int at, float mean, float[] sums, int first) {
    for (int i = first; i < sums.length; i++) {
      sums[i] += Math.max(0f, mean - distances[at + i]);
    }
  }

  private Triangle() {}
}

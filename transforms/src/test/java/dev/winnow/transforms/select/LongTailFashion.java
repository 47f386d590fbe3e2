package dev.winnow.transforms.select;

import dev.winnow.transforms.FashionMnist;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Fashion-MNIST with classes of very unequal sizes; tests that need it are skipped without it. */
final class LongTailFashion {

  static final int CLASSES = 10;
  static final int CLUSTERS = 300;

  /** Returns options for ten iterations from k-means||, on all rows. */
  static KMeansOptions clusters(long seed) {
    return new KMeansOptions(
        CLUSTERS,
        Metric.COSINE,
        10,
        0,
        KMeansOptions.Init.K_MEANS_PARALLEL,
        KMeansOptions.INIT_STEPS,
        seed,
        0,
        null);
  }

  /** Returns the class of each image of a part, train or t10k. */
  static int[] labels(String part) throws IOException {
    return Arrays.stream(FashionMnist.read(part).labels()).mapToInt(Integer::parseInt).toArray();
  }

  /** Returns the reference embeddings of a part, scaled to unit length. */
  static float[][] vectors(String part) throws IOException {
    return unit(Npy.matrix(Shared.path("reference/embeddings/fashion_" + part + "_v1.npy")));
  }

  private static float[][] unit(float[][] rows) {
    for (float[] row : rows) {
      double squares = 0;
      for (float value : row) {
        squares += (double) value * value;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] /= (float) Math.sqrt(squares);
      }
    }
    return rows;
  }

  /**
   * Draws a corpus with 2,000 rows of one class down to 20 of another, the classes in random order.
   */
  static List<Integer> corpus(int[] labels, int rows, long seed) {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      order.add(c);
    }
    Collections.shuffle(order, random);
    int[] left = new int[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      left[order.get(i)] = (int) (2000 * Math.pow(100, -i / (CLASSES - 1.0)));
    }
    List<Integer> shuffled = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      shuffled.add(i);
    }
    Collections.shuffle(shuffled, random);
    List<Integer> corpus = new ArrayList<>();
    for (int row : shuffled) {
      if (left[labels[row]]-- > 0) {
        corpus.add(row);
      }
    }
    return corpus;
  }

  private LongTailFashion() {}
}

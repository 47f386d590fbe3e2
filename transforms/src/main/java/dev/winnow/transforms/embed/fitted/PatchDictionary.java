package dev.winnow.transforms.embed.fitted;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits a dictionary of atoms by Euclidean k-means on whitened patches in memory. An atom without
 * patches moves to the patch that is furthest from its nearest atom.
 *
 * <p>This is a k-means apart from the clustering of the corpus, because it runs on the driver only,
 * keeps each patch as a float array, and adds the patches of an atom in double precision and in the
 * order of the patches. The bits of its atoms are part of stored models.
 */
final class PatchDictionary {

  private static final int CHUNK = 1024;

  private final float[][] patches;
  private final int k;
  private final int iterations;
  private final int d;
  private final long seed;

  PatchDictionary(float[][] patches, int atoms, int iterations, long seed) {
    this.patches = patches;
    this.k = Math.min(atoms, patches.length);
    this.iterations = iterations;
    this.d = patches[0].length;
    this.seed = seed;
  }

  /** Returns {@code float[min(atoms, patches)][d]}. */
  float[][] fit() {
    float[][] atoms = start();
    int n = patches.length;
    int[] nearest = new int[n];
    float[] closeness = new float[n];
    for (int iteration = 0; iteration < iterations; iteration++) {
      assign(atoms, nearest, closeness);
      double[][] sums = new double[k][d];
      int[] counts = new int[k];
      for (int i = 0; i < n; i++) {
        double[] sum = sums[nearest[i]];
        for (int j = 0; j < d; j++) {
          sum[j] += patches[i][j];
        }
        counts[nearest[i]]++;
      }
      for (int c = 0; c < k; c++) {
        if (counts[c] == 0) {
          atoms[c] = patches[furthest(closeness)].clone();
        } else {
          for (int j = 0; j < d; j++) {
            atoms[c][j] = (float) (sums[c][j] / counts[c]);
          }
        }
      }
    }
    return atoms;
  }

  private float[][] start() {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[patches.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    float[][] atoms = new float[k][];
    for (int c = 0; c < k; c++) {
      int other = c + random.nextInt(order.length - c);
      int chosen = order[other];
      order[other] = order[c];
      order[c] = chosen;
      atoms[c] = patches[chosen].clone();
    }
    return atoms;
  }

  /** Assigns each patch to its nearest atom. Closeness becomes minus the squared distance. */
  private void assign(float[][] atoms, int[] nearest, float[] closeness) {
    float[] flat = new float[k * d];
    for (int c = 0; c < k; c++) {
      System.arraycopy(atoms[c], 0, flat, c * d, d);
    }
    NearestCentroid kernel = NearestCentroid.of(flat, d, Metric.SQUARED_EUCLIDEAN);
    int chunks = (patches.length + CHUNK - 1) / CHUNK;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              int from = chunk * CHUNK;
              int size = Math.min(CHUNK, patches.length - from);
              float[] rows = new float[size * d];
              for (int i = 0; i < size; i++) {
                System.arraycopy(patches[from + i], 0, rows, i * d, d);
              }
              int[] clusters = new int[size];
              float[] scores = new float[size];
              kernel.assign(rows, 0, size, clusters, scores);
              for (int i = 0; i < size; i++) {
                float square = 0;
                for (int j = 0; j < d; j++) {
                  square += patches[from + i][j] * patches[from + i][j];
                }
                nearest[from + i] = clusters[i];
                closeness[from + i] = 2 * scores[i] - square;
              }
            });
  }

  /** Returns the patch furthest from its atom, and excludes it from the next search. */
  private static int furthest(float[] closeness) {
    int furthest = 0;
    for (int i = 1; i < closeness.length; i++) {
      if (closeness[i] < closeness[furthest]) {
        furthest = i;
      }
    }
    closeness[furthest] = Float.POSITIVE_INFINITY;
    return furthest;
  }
}

package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.Arrays;

/**
 * Finds the nearest centroids of rows by cosine, several for each. Ties go to the lower index, and
 * the bits of a similarity depend on the row and the centroid only. Memory: the centroids once
 * more, and in a call 4 KB a row.
 */
final class ClusterProbes implements AutoCloseable {

  private static final int PANEL = 1024;

  private final int k;
  private final MatrixProduct[] panels;

  /**
   * @param centroids {@code float[k * dim]}
   */
  ClusterProbes(float[] centroids, int dim) {
    this.k = centroids.length / dim;
    this.panels = new MatrixProduct[(k + PANEL - 1) / PANEL];
    for (int panel = 0; panel < panels.length; panel++) {
      int from = panel * PANEL;
      int width = Math.min(PANEL, k - from);
      float[][] columns = new float[dim][width];
      for (int c = 0; c < width; c++) {
        for (int j = 0; j < dim; j++) {
          columns[j][c] = centroids[(from + c) * dim + j];
        }
      }
      panels[panel] = Kernels.cpu().product(columns, 0, width);
    }
  }

  /**
   * The {@code min(probes, k)} nearest centroids of each row, the nearest first.
   *
   * @param rows {@code float[n * dim]}
   */
  int[][] nearest(float[] rows, int n, int probes) {
    int most = Math.min(probes, k);
    Nearest[] nearest = new Nearest[n];
    for (int row = 0; row < n; row++) {
      nearest[row] = new Nearest(most);
    }
    for (int panel = 0; panel < panels.length; panel++) {
      int width = panels[panel].width();
      float[] products = new float[n * width];
      panels[panel].add(rows, 0, n, products, 0);
      for (int row = 0; row < n; row++) {
        for (int c = 0; c < width; c++) {
          nearest[row].offer(panel * PANEL + c, products[row * width + c]);
        }
      }
    }
    return Arrays.stream(nearest).map(Nearest::indices).toArray(int[][]::new);
  }

  @Override
  public void close() {
    // All in the heap.
  }
}

package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * Finds several nearest centroids of each row by dot product, which is the cosine of unit vectors.
 * Ties go to the lower index, and the bits of a similarity depend on the row and the centroid only.
 * Memory: one more copy of the centroids, and 4 KB a row during a call. Any number of threads may
 * use one instance. {@link NearestCentroid} is faster where one centroid of each row suffices.
 */
public final class NearestSeveral {

  /** Centroids whose products with all rows of a call are held at once. */
  private static final int PANEL = 1024;

  private final int k;
  private final MatrixProduct[] panels;

  /**
   * @param centroids {@code float[k * dim]}, row-major
   */
  public NearestSeveral(float[] centroids, int dim) {
    this.k = centroids.length / dim;
    this.panels = new MatrixProduct[(k + PANEL - 1) / PANEL];
    for (int panel = 0; panel < panels.length; panel++) {
      int from = panel * PANEL;
      panels[panel] = MatrixProduct.ofRows(centroids, from, Math.min(PANEL, k - from), dim);
    }
  }

  /**
   * Returns the nearest centroids of each row, the nearest first.
   *
   * @param rows {@code float[n * dim]}
   * @return {@code [row][min(most, k)]}
   */
  public int[][] nearest(float[] rows, int n, int most) {
    int[] none = new int[n];
    Arrays.fill(none, -1);
    return nearestOthers(rows, none, Math.min(most, k));
  }

  /**
   * Returns the nearest centroids of each row except one that is already known, the nearest first.
   *
   * @param rows {@code float[known.length * dim]}
   * @param known centroid of each row that is passed over, for instance the row's cluster
   * @return {@code [row][min(most, k - 1)]}
   */
  public int[][] nearestExcept(float[] rows, int[] known, int most) {
    return nearestOthers(rows, known, Math.min(most, k - 1));
  }

  private int[][] nearestOthers(float[] rows, int[] known, int most) {
    int n = known.length;
    GreatestFew[] nearest = new GreatestFew[n];
    Arrays.setAll(nearest, row -> new GreatestFew(most));
    for (int panel = 0; panel < panels.length; panel++) {
      int width = panels[panel].width();
      float[] products = new float[n * width];
      panels[panel].add(rows, 0, n, products, 0);
      for (int row = 0; row < n; row++) {
        offer(products, row * width, width, panel * PANEL, known[row], nearest[row]);
      }
    }
    return Arrays.stream(nearest).map(GreatestFew::indices).toArray(int[][]::new);
  }

  private static void offer(
      float[] products, int from, int n, int first, int known, GreatestFew nearest) {
    for (int i = 0; i < n; i++) {
      if (first + i != known) {
        nearest.offer(first + i, products[from + i]);
      }
    }
  }
}

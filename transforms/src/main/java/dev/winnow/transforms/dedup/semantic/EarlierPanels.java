package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;

/**
 * Finds the most similar column of each row among the columns placed before the row. A panel of
 * columns that are all before some rows is compared with those rows at once. The panel that
 * contains a row's place is compared with that row alone.
 */
final class EarlierPanels implements AutoCloseable {

  private static final int PANEL = 256;

  private final TileBlock.Rows columns;
  private final NearestCentroid[] panels;

  EarlierPanels(TileBlock.Rows columns, int dim) {
    this.columns = columns;
    this.panels = new NearestCentroid[(columns.size() + PANEL - 1) / PANEL];
    for (int p = 0; p < panels.length; p++) {
      int from = p * PANEL;
      panels[p] =
          NearestCentroid.of(Arrays.copyOfRange(columns.vectors(), from * dim, end(p) * dim), dim);
    }
  }

  private int end(int panel) {
    return Math.min(columns.size(), (panel + 1) * PANEL);
  }

  /** Offers each row its most similar earlier column. */
  void offer(TileBlock.Rows rows, Maxima.Best best) {
    int n = rows.size();
    int[] nearest = new int[n];
    float[] cosines = new float[n];
    int from = 0;
    for (int p = 0; p < panels.length; p++) {
      int first = p * PANEL;
      while (from < n && rows.places()[from] <= columns.places()[first]) {
        from++;
      }
      int row = from;
      for (; row < n && rows.places()[row] <= columns.places()[end(p) - 1]; row++) {
        int before = Arrays.binarySearch(columns.places(), first, end(p), rows.places()[row]);
        int limit = (before < 0 ? -before - 1 : before) - first;
        panels[p].assign(rows.vectors(), row, 1, limit, 0, nearest, cosines);
        offer(rows, row, 1, first, nearest, cosines, best);
      }
      panels[p].assign(rows.vectors(), row, n - row, end(p) - first, 0, nearest, cosines);
      offer(rows, row, n - row, first, nearest, cosines, best);
    }
  }

  private void offer(
      TileBlock.Rows rows,
      int from,
      int n,
      int first,
      int[] nearest,
      float[] cosines,
      Maxima.Best best) {
    for (int i = 0; i < n; i++) {
      if (nearest[i] >= 0) {
        best.offer(rows.indices()[from + i], cosines[i], columns.places()[first + nearest[i]]);
      }
    }
  }

  @Override
  public void close() {
    for (NearestCentroid panel : panels) {
      panel.close();
    }
  }
}

package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Picks the rows of a cluster that stay: each row in turn stays unless it is close to a row that
 * stays. Rows come in pieces of {@value #PIECE}. A piece is compared with all kept rows at once,
 * then its rows with each other. Holds {@code 4 dim} bytes for each kept row.
 */
final class GreedySegment implements AutoCloseable {

  private static final int PIECE = 256;

  private final int dim;
  private final float least;
  private final List<NearestCentroid> kept = new ArrayList<>();

  GreedySegment(int dim, float least) {
    this.dim = dim;
    this.least = least;
  }

  /** Decides the next rows, and returns the places of those that stay. */
  long[] keep(TileBlock.Rows rows) {
    long[] places = new long[rows.size()];
    int n = 0;
    for (int from = 0; from < rows.size(); from += PIECE) {
      int size = Math.min(PIECE, rows.size() - from);
      for (int row : piece(rows, from, size)) {
        places[n++] = rows.places()[row];
      }
    }
    return Arrays.copyOf(places, n);
  }

  private int[] piece(TileBlock.Rows rows, int from, int size) {
    float[] greatest = new float[size];
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    int[] nearest = new int[size];
    float[] products = new float[size];
    for (NearestCentroid columns : kept) {
      columns.assign(rows.vectors(), from, size, columns.k(), 0, nearest, products);
      for (int i = 0; i < size; i++) {
        greatest[i] = Math.max(greatest[i], products[i]);
      }
    }
    float[] open = new float[size * dim];
    int[] indices = new int[size];
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (!(greatest[i] >= least)) {
        indices[n] = from + i;
        System.arraycopy(rows.vectors(), (from + i) * dim, open, n++ * dim, dim);
      }
    }
    return n == 0 ? new int[0] : inside(Arrays.copyOf(open, n * dim), indices, n);
  }

  private int[] inside(float[] open, int[] indices, int n) {
    float[] products = new float[n * n];
    MatrixProduct.ofRows(open, dim).add(open, 0, n, products, 0);
    int[] stay = new int[n];
    int count = 0;
    for (int row = 0; row < n; row++) {
      boolean close = false;
      for (int i = 0; i < count && !close; i++) {
        close = products[row * n + stay[i]] >= least;
      }
      if (!close) {
        stay[count++] = row;
      }
    }
    float[] columns = new float[count * dim];
    int[] found = new int[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(open, stay[i] * dim, columns, i * dim, dim);
      found[i] = indices[stay[i]];
    }
    kept.add(NearestCentroid.of(columns, dim));
    return found;
  }

  @Override
  public void close() {
    kept.forEach(NearestCentroid::close);
    kept.clear();
  }
}

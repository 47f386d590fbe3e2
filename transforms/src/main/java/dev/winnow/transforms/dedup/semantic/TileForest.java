package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.dedup.groups.UnionFind;
import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;

/**
 * Spanning forest of the close pairs of a tile. Rows come in their order. Each row is joined to
 * every group of earlier rows that has a close row, by the first close row of that group. Therefore
 * this is the least of all spanning forests if pairs are ordered by their later and then by their
 * earlier row. The least forest of a graph is the least forest of the union of its parts' least
 * forests, so the size of the tiles does not change the result.
 *
 * <p>Memory: {@code 12 dim} bytes a column, and {@value #CHUNK} products for each. A tile gives
 * fewer pairs than it has rows and columns, however many are close.
 */
final class TileForest implements AutoCloseable {

  /** Rows whose products with all columns are held at once. */
  private static final int CHUNK = 128;

  /** Receives pairs of the forest by later and then by earlier row. */
  interface Pairs {
    void add(long later, long earlier, float product);
  }

  private final float[] columns;
  private final long[] places;
  private final int dim;
  private final float least;
  private final NearestCentroid nearest;

  /** Packed when the first row is close to a column. */
  private MatrixProduct products;

  private float[] sums;

  /**
   * @param columns {@code float[places.length * dim]}
   * @param least product of a close pair
   */
  TileForest(float[] columns, long[] places, int dim, float least) {
    this.columns = columns;
    this.places = places;
    this.dim = dim;
    this.least = least;
    this.nearest = NearestCentroid.of(columns, dim);
  }

  /** Finds the forest of the columns among themselves. */
  void joinColumns(Pairs pairs) {
    int n = places.length;
    int[] any = new int[n];
    float[] greatest = new float[n];
    nearest.assignToEarlier(columns, 0, n, 0, any, greatest);
    forest(columns, places, greatest, true, pairs);
  }

  /** Finds the forest between later rows and the columns. */
  void rows(float[] rows, long[] rowPlaces, Pairs pairs) {
    int n = rowPlaces.length;
    int[] any = new int[n];
    float[] greatest = new float[n];
    nearest.assign(rows, 0, n, places.length, 0, any, greatest);
    forest(rows, rowPlaces, greatest, false, pairs);
  }

  private void forest(float[] rows, long[] rowPlaces, float[] greatest, boolean self, Pairs pairs) {
    int k = places.length;
    UnionFind groups = new UnionFind(self ? k : k + rowPlaces.length);
    int[] close = new int[CHUNK];
    int n = 0;
    for (int row = 0; row < greatest.length; row++) {
      if (greatest[row] >= least) {
        close[n++] = row;
      }
      if (n == CHUNK || n > 0 && row == greatest.length - 1) {
        multiply(rows, close, n);
        for (int i = 0; i < n; i++) {
          int index = close[i];
          int limit = self ? index : k;
          join(i * k, limit, self ? index : k + index, groups, rowPlaces[index], pairs);
        }
        n = 0;
      }
    }
  }

  private void multiply(float[] rows, int[] close, int n) {
    if (products == null) {
      products = MatrixProduct.ofRows(columns, dim);
      sums = new float[CHUNK * places.length];
    }
    float[] gathered = new float[n * dim];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows, close[i] * dim, gathered, i * dim, dim);
    }
    Arrays.fill(sums, 0, n * places.length, 0);
    products.add(gathered, 0, n, sums, 0);
  }

  private void join(int at, int limit, int row, UnionFind groups, long place, Pairs pairs) {
    int root = groups.find(row);
    for (int c = 0; c < limit; c++) {
      if (sums[at + c] >= least) {
        int other = groups.find(c);
        if (other != root) {
          root = groups.join(root, other);
          pairs.add(place, places[c], sums[at + c]);
        }
      }
    }
  }

  @Override
  public void close() {
    nearest.close();
  }
}

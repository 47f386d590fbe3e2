package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.kernel.DenseKernel;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.Arrays;

/** Finds the clusters of rows in every level. Any number of threads may share an assigner. */
public final class TreeAssigner implements AutoCloseable {

  private final int dim;

  /**
   * {@code [level][parent]}: kernel of the children of one cluster; the top has one parent. In a
   * tree that is assigned from the bottom up there is one level, that of all leaves.
   */
  private final NearestCentroid[][] kernels;

  /** {@code [level][parent]}: number of the first child. */
  private final int[][] first;

  /** {@code [level][cluster]}: the parent; null where rows go down from the top. */
  private final int[][] parents;

  /** Best number of rows of a call: with fewer rows, children are read from memory too often. */
  private final int batch;

  TreeAssigner(CentroidTree whole, DenseKernel kernel) {
    this.dim = whole.dim();
    boolean down = whole.assignment() == CentroidTree.Assignment.TOP_DOWN;
    this.parents =
        down
            ? null
            : whole.levels().stream().map(CentroidTree.Level::parents).toArray(int[][]::new);
    CentroidTree tree = down ? whole : CentroidTree.flat(whole.leaves().centroids(), dim);
    int levels = tree.levels().size();
    this.kernels = new NearestCentroid[levels][];
    this.first = new int[levels][];
    for (int l = 0; l < levels; l++) {
      CentroidTree.Level level = tree.levels().get(l);
      int parents = l == 0 ? 1 : tree.size(l - 1);
      kernels[l] = new NearestCentroid[parents];
      first[l] = new int[parents];
      int from = 0;
      for (int parent = 0; parent < parents; parent++) {
        int to = l == 0 ? tree.size(0) : from;
        while (l > 0 && to < tree.size(l) && level.parents()[to] == parent) {
          to++;
        }
        float[] children = Arrays.copyOfRange(level.centroids(), from * dim, to * dim);
        kernels[l][parent] = NearestCentroid.of(children, dim, Metric.COSINE, kernel);
        first[l][parent] = from;
        from = to;
      }
    }
    int deep = levels == 1 ? 1000 : Math.max(1000, 2_000_000 / dim);
    this.batch = Math.max(deep, kernels[0][0].batch());
  }

  /** Frees memory outside of the heap. A later call allocates it again. */
  @Override
  public void close() {
    for (NearestCentroid[] level : kernels) {
      for (NearestCentroid kernel : level) {
        kernel.close();
      }
    }
  }

  /** Returns the number of rows for which a call is efficient. */
  public int batch() {
    return batch;
  }

  /**
   * Assigns unit rows.
   *
   * @param rows {@code float[n * dim]}
   * @param path receives at [level][row] the cluster of each level from the top; each level has at
   *     least n elements
   */
  public void assign(float[] rows, int n, int[][] path) {
    float[] scores = new float[n];
    if (parents != null) {
      assignUp(rows, n, path, scores);
      return;
    }
    kernels[0][0].assign(rows, 0, n, path[0], scores);
    float[] gathered = kernels.length > 1 ? new float[n * dim] : null;
    for (int l = 1; l < kernels.length; l++) {
      assignBelow(l, rows, n, path, gathered, scores);
    }
  }

  private void assignUp(float[] rows, int n, int[][] path, float[] scores) {
    int leaves = parents.length - 1;
    kernels[0][0].assign(rows, 0, n, path[leaves], scores);
    for (int l = leaves; l > 0; l--) {
      for (int row = 0; row < n; row++) {
        path[l - 1][row] = parents[l][path[l][row]];
      }
    }
  }

  private void assignBelow(
      int l, float[] rows, int n, int[][] path, float[] gathered, float[] scores) {
    // Count the rows of each parent, and let them begin where those of the parent before end.
    int[] at = new int[kernels[l].length + 1];
    for (int row = 0; row < n; row++) {
      at[path[l - 1][row] + 1]++;
    }
    for (int parent = 0; parent < kernels[l].length; parent++) {
      at[parent + 1] += at[parent];
    }
    // Gather the rows by parent, so that each kernel reads a run of them.
    int[] order = new int[n];
    int[] next = at.clone();
    for (int row = 0; row < n; row++) {
      int place = next[path[l - 1][row]]++;
      order[place] = row;
      System.arraycopy(rows, row * dim, gathered, place * dim, dim);
    }
    // Compare the rows of each parent with its children only.
    int[] nearest = new int[n];
    for (int parent = 0; parent < kernels[l].length; parent++) {
      int count = at[parent + 1] - at[parent];
      if (count > 0) {
        kernels[l][parent].assign(gathered, at[parent], count, nearest, scores);
        for (int i = 0; i < count; i++) {
          path[l][order[at[parent] + i]] = first[l][parent] + nearest[i];
        }
      }
    }
  }
}

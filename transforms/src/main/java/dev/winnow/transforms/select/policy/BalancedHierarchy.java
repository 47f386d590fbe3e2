package dev.winnow.transforms.select.policy;

import java.util.List;

/**
 * Balanced sampling over a hierarchy of clusters, as one order of the rows of its leaves.
 *
 * <p>A number of rows is shared out from the top: each child of a cluster gets min(c, rows below
 * it), with the c that comes closest from below, and children drawn by a hash get one more until
 * the number is reached; then each child does the same with its own. The order has these numbers at
 * every size, so cuts nest. With a multiplier m a leaf of n rows may be given m n: its rows come
 * again from the first on, and the budgets count the repeats, though the order of the rows has each
 * one where it comes first.
 *
 * <p>A place costs O(log of the children) for each level; a few numbers a cluster are held.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al. 2024</a>, section on hierarchical
 *     sampling
 */
public final class BalancedHierarchy implements GroupPlaces {

  /** {@code [level][cluster]}, from the leaves up. */
  private final int[][] parents;

  /** {@code [level][cluster]}: its number among the children of its parent. */
  private final int[][] siblings;

  /** {@code [level][parent]}, the level that of the children. */
  private final WaterFilling[][] fillings;

  /**
   * @param leaves rows of each leaf
   * @param parents for each level but the top, from the leaves up, the parent of each cluster
   * @param multiplier m, at least 1
   */
  public BalancedHierarchy(long[] leaves, List<int[]> parents, int multiplier, long seed) {
    if (multiplier < 1) {
      throw new IllegalArgumentException("multiplier must be at least 1, got " + multiplier);
    }
    int levels = parents.size() + 1;
    this.parents = new int[levels][];
    this.siblings = new int[levels][];
    this.fillings = new WaterFilling[levels][];
    long[] sizes = new long[leaves.length];
    for (int i = 0; i < leaves.length; i++) {
      sizes[i] = Math.multiplyExact(leaves[i], (long) multiplier);
    }
    for (int level = 0; level < levels; level++) {
      boolean top = level == levels - 1;
      int[] above = top ? new int[sizes.length] : parents.get(level).clone();
      if (above.length != sizes.length) {
        throw new IllegalArgumentException(
            "level " + level + " must name " + sizes.length + " parents, got " + above.length);
      }
      sizes = level(level, sizes, above, seed);
    }
  }

  /** Adds a level, and returns the rows below each cluster of the next one. */
  private long[] level(int level, long[] sizes, int[] above, long seed) {
    int nodes = 0;
    for (int parent : above) {
      nodes = Math.max(nodes, parent + 1);
    }
    int[] counts = new int[nodes];
    int[] sibling = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      sibling[i] = counts[above[i]]++;
    }
    long[][] children = new long[nodes][];
    for (int p = 0; p < nodes; p++) {
      children[p] = new long[counts[p]];
    }
    long[] totals = new long[nodes];
    for (int i = 0; i < sizes.length; i++) {
      children[above[i]][sibling[i]] = sizes[i];
      totals[above[i]] = Math.addExact(totals[above[i]], sizes[i]);
    }
    fillings[level] = new WaterFilling[nodes];
    for (int p = 0; p < nodes; p++) {
      long own = WaterFilling.mixed(seed ^ WaterFilling.mixed(((long) level << 32) + p + 1));
      fillings[level][p] = WaterFilling.drawn(children[p], own);
    }
    parents[level] = above;
    siblings[level] = sibling;
    return totals;
  }

  /**
   * The 1-based place of a leaf's row; with a multiplier above 1 places are those of the sequence
   * with repeats, so they have gaps.
   */
  public long place(int leaf, long rank) {
    int node = leaf;
    long unit = rank;
    for (int level = 0; level < parents.length; level++) {
      int parent = parents[level][node];
      unit = fillings[level][parent].place(siblings[level][node], unit);
      node = parent;
    }
    return unit;
  }

  @Override
  public double of(int group, long rank) {
    return place(group, rank);
  }
}

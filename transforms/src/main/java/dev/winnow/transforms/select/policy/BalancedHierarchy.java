package dev.winnow.transforms.select.policy;

import java.util.List;

/**
 * Balanced sampling over a hierarchy of clusters, as one order of the rows of its leaves.
 *
 * <p>A number of rows is shared out from the top. Each child of a cluster gets min(c, rows below
 * it), with the largest c that does not exceed the number, and children drawn by a hash get one row
 * more until the number is reached; then each child shares out its rows in the same way. The order
 * has these numbers at every size, so cuts nest. With a multiplier m a leaf of n rows may get m n
 * rows: its rows repeat from the first on, and the budgets count the repeats, but the order of the
 * rows has each row only at its first place.
 *
 * <p>A place costs O(log children) for each level; a few numbers a cluster are held.
 *
 * @see <a href="https://arxiv.org/abs/2405.15613">Vo et al. 2024</a>, section on hierarchical
 *     sampling
 */
public final class BalancedHierarchy implements GroupPlaces {

  /** Parents as {@code [level][cluster]}, from the leaves up. */
  private final int[][] parents;

  /** Number of a cluster among the children of its parent, as {@code [level][cluster]}. */
  private final int[][] siblings;

  /** Orders of the children, as {@code [level of the children][parent]}. */
  private final WaterFilling[][] fillings;

  /**
   * @param leaves number of rows of each leaf
   * @param parents parent of each cluster, for each level except the top, from the leaves up
   * @param multiplier number of times that the budgets may count one row, at least 1
   * @param seed seed of the hash that draws children
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

  /** Adds a level, and returns the number of rows below each cluster of the next level. */
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
      long drawSeed = WaterFilling.mixed(seed ^ WaterFilling.mixed(((long) level << 32) + p + 1));
      fillings[level][p] = WaterFilling.drawn(children[p], drawSeed);
    }
    parents[level] = above;
    siblings[level] = sibling;
    return totals;
  }

  /**
   * Returns the place of a row of a leaf, from 1. With a multiplier above 1 these are places in the
   * sequence with repeats, so they have gaps.
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
  public double placeOf(int group, long rank) {
    return place(group, rank);
  }
}

package dev.winnow.transforms.dedup.groups;

import java.util.Arrays;

/** Disjoint sets of whole numbers from 0, by union and find. Takes 4 bytes a number. */
public final class UnionFind {

  /** For a root, minus the size of its set; for others, the next number on the way to the root. */
  private int[] up;

  public UnionFind(int n) {
    up = new int[n];
    Arrays.fill(up, -1);
  }

  /** Makes room for the numbers below n. A new number is a set for itself. */
  public void grow(int n) {
    if (n > up.length) {
      int old = up.length;
      up = Arrays.copyOf(up, Math.max(n, 2 * old));
      Arrays.fill(up, old, up.length, -1);
    }
  }

  /** Returns the root of the set of a number: the same for all numbers of a set. */
  public int find(int i) {
    int at = i;
    while (up[at] >= 0) {
      if (up[up[at]] >= 0) {
        up[at] = up[up[at]];
      }
      at = up[at];
    }
    return at;
  }

  /** Unites the sets of two different roots. Returns the root of the united set. */
  public int join(int root, int other) {
    int large = up[root] <= up[other] ? root : other;
    int small = large == root ? other : root;
    up[large] += up[small];
    up[small] = large;
    return large;
  }
}

package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.dedup.groups.LongIndex;
import dev.winnow.transforms.dedup.groups.UnionFind;
import java.util.Arrays;

/**
 * Forest of close pairs, whose trees are rooted in their first rows. Takes about 60 bytes for each
 * row that is in a pair.
 */
final class Forest {

  private final LongIndex vertices = new LongIndex();
  private final UnionFind groups = new UnionFind(16);
  private int[] later = new int[16];
  private int[] earlier = new int[16];
  private float[] products = new float[16];
  private int pairs;

  /**
   * Trees of the forest. Each array has one element for each row.
   *
   * @param places places of the rows
   * @param witnesses index of the next row on the way to the first row of the tree; -1 for the
   *     first row itself
   * @param roots index of the first row of the tree
   * @param products product of each row with its witness
   */
  record Rooted(long[] places, int[] witnesses, int[] roots, float[] products) {}

  /** Adds a pair unless its rows are in one tree already. */
  void add(long laterPlace, long earlierPlace, float product) {
    int laterVertex = vertices.number(laterPlace);
    int earlierVertex = vertices.number(earlierPlace);
    groups.grow(vertices.size());
    int root = groups.find(laterVertex);
    int otherRoot = groups.find(earlierVertex);
    if (root == otherRoot) {
      return;
    }
    groups.join(root, otherRoot);
    if (pairs == later.length) {
      later = Arrays.copyOf(later, 2 * pairs);
      earlier = Arrays.copyOf(earlier, 2 * pairs);
      products = Arrays.copyOf(products, 2 * pairs);
    }
    later[pairs] = laterVertex;
    earlier[pairs] = earlierVertex;
    products[pairs++] = product;
  }

  /** Finds the way of each row to the first row of its tree, by breadth-first search. */
  Rooted rooted() {
    long[] places = vertices.keys();
    int n = places.length;
    int[] first = firsts(places);
    int[] witnesses = new int[n];
    int[] roots = new int[n];
    float[] found = new float[n];
    Arrays.fill(witnesses, -1);
    int[] starts = new int[n + 1];
    int[] edges = edges(starts);
    int[] queue = new int[n];
    int tail = 0;
    for (int v = 0; v < n; v++) {
      if (first[groups.find(v)] == v) {
        roots[v] = v;
        queue[tail++] = v;
      }
    }
    for (int head = 0; head < n; head++) {
      int v = queue[head];
      for (int e = starts[v]; e < starts[v + 1]; e++) {
        int pair = edges[e];
        int next = later[pair] == v ? earlier[pair] : later[pair];
        if (next != witnesses[v]) {
          witnesses[next] = v;
          roots[next] = roots[v];
          found[next] = products[pair];
          queue[tail++] = next;
        }
      }
    }
    return new Rooted(places, witnesses, roots, found);
  }

  /** Returns for each tree, by the root of its set, the vertex of the lowest place. */
  private int[] firsts(long[] places) {
    int[] first = new int[places.length];
    Arrays.fill(first, -1);
    for (int v = 0; v < first.length; v++) {
      int root = groups.find(v);
      if (first[root] < 0 || places[v] < places[first[root]]) {
        first[root] = v;
      }
    }
    return first;
  }

  /** Returns the pairs of each vertex, from {@code starts[v]} on. */
  private int[] edges(int[] starts) {
    for (int pair = 0; pair < pairs; pair++) {
      starts[later[pair] + 1]++;
      starts[earlier[pair] + 1]++;
    }
    for (int v = 1; v < starts.length; v++) {
      starts[v] += starts[v - 1];
    }
    int[] edges = new int[2 * pairs];
    int[] next = starts.clone();
    for (int pair = 0; pair < pairs; pair++) {
      edges[next[later[pair]]++] = pair;
      edges[next[earlier[pair]]++] = pair;
    }
    return edges;
  }
}

package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Applies the rules by their definitions: compares all pairs of rows, one after the other. */
final class BruteForce {

  private final List<Point> order;
  private final List<List<Integer>> clusters = new ArrayList<>();
  private final double bound;

  /** Sorts the rows from the hardest to the easiest. */
  BruteForce(List<Point> points, double epsilon, CentroidTree prototypes, int probes) {
    this.order = new ArrayList<>(points);
    this.order.sort(
        Comparator.comparingDouble((Point p) -> -p.distance()).thenComparing(Point::id));
    this.bound = 1 - epsilon;
    order.forEach(p -> clusters.add(p.clusters(prototypes, probes)));
  }

  private boolean compared(int a, int b) {
    return !Collections.disjoint(clusters.get(a), clusters.get(b));
  }

  private boolean close(int a, int b) {
    return compared(a, b) && Math.min(1f, order.get(a).dot(order.get(b))) > bound;
  }

  /** Returns the earlier row of the greatest product among those allowed; -1 if there is none. */
  private int best(int row, boolean[] allowed) {
    int best = -1;
    for (int i = 0; i < row; i++) {
      if (allowed[i]
          && compared(i, row)
          && (best < 0 || order.get(i).dot(order.get(row)) > order.get(best).dot(order.get(row)))) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the dropped rows as {@link #line} formats them, sorted. */
  List<String> dropped(Rule rule) {
    int n = order.size();
    int[] witness = new int[n];
    Arrays.fill(witness, -1);
    switch (rule) {
      case REFERENCE -> {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        for (int row = 0; row < n; row++) {
          int best = best(row, all);
          witness[row] = best >= 0 && close(best, row) ? best : -1;
        }
      }
      case GREEDY -> {
        boolean[] kept = new boolean[n];
        for (int row = 0; row < n; row++) {
          int best = best(row, kept);
          witness[row] = best >= 0 && close(best, row) ? best : -1;
          kept[row] = witness[row] < 0;
        }
      }
      case COMPONENTS -> rootGroups(witness);
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      if (witness[row] >= 0) {
        int root = row;
        while (witness[root] >= 0) {
          root = witness[root];
        }
        Point point = order.get(row);
        Point other = order.get(witness[row]);
        lines.add(
            line(
                point.id(),
                other.id(),
                order.get(root).id(),
                Math.min(1f, point.dot(other)),
                point.cluster()));
      }
    }
    Collections.sort(lines);
    return lines;
  }

  static String line(String id, String of, String representative, double cosine, int cluster) {
    return id + " " + of + " " + representative + " " + cosine + " " + cluster;
  }

  /** Joins each row in turn to the groups to which it is close, then roots each group. */
  private void rootGroups(int[] witness) {
    int n = order.size();
    int[] group = new int[n];
    List<List<Integer>> neighbours = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      group[row] = row;
      neighbours.add(new ArrayList<>());
      for (int i = 0; i < row; i++) {
        if (close(i, row) && group[i] != group[row]) {
          int from = group[i];
          for (int j = 0; j <= row; j++) {
            group[j] = group[j] == from ? group[row] : group[j];
          }
          neighbours.get(row).add(i);
          neighbours.get(i).add(row);
        }
      }
    }
    boolean[] seen = new boolean[n];
    for (int row = 0; row < n; row++) {
      if (!seen[row]) {
        walk(row, neighbours, seen, witness);
      }
    }
  }

  private static void walk(int row, List<List<Integer>> neighbours, boolean[] seen, int[] witness) {
    seen[row] = true;
    for (int next : neighbours.get(row)) {
      if (!seen[next]) {
        witness[next] = row;
        walk(next, neighbours, seen, witness);
      }
    }
  }
}

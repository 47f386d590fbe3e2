package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Collects the rows that are furthest from their centroids, up to a fixed number. */
final class FurthestRows implements Serializable {

  /** Rows that a pass of an iteration keeps: more vacant clusters than these cost another pass. */
  static final int KEPT = 256;

  /** A row, known by its hash alone, and its distance to the nearest centroid. */
  record FarRow(double distance, long hash) implements Serializable {

    /** Order by distance, ties by hash. */
    static final Comparator<FarRow> FURTHEST_FIRST =
        Comparator.comparingDouble((FarRow r) -> -r.distance).thenComparingLong(FarRow::hash);
  }

  private final int most;
  private final PriorityQueue<FarRow> nearestFirst;

  FurthestRows(int most) {
    this.most = most;
    this.nearestFirst = new PriorityQueue<>(FarRow.FURTHEST_FIRST.reversed());
  }

  void offer(double distance, long hash) {
    if (nearestFirst.size() < most || distance >= nearestFirst.peek().distance()) {
      nearestFirst.add(new FarRow(distance, hash));
      if (nearestFirst.size() > most) {
        nearestFirst.poll();
      }
    }
  }

  /** Returns the rows that were kept, in no particular order. */
  List<FarRow> rows() {
    return new ArrayList<>(nearestFirst);
  }

  /** Returns the furthest {@code count} rows of several lists, furthest first. */
  static List<FarRow> first(List<FarRow> all, int count) {
    List<FarRow> sorted = new ArrayList<>(all);
    sorted.sort(FarRow.FURTHEST_FIRST);
    return sorted.subList(0, Math.min(count, sorted.size()));
  }

  /**
   * Returns the rows with the hashes of {@code far}, in that order. Rows of one hash, such as equal
   * rows, count once: the first by its floats is returned.
   */
  static List<WeightedRow> find(List<FarRow> far, List<WeightedRow> rows) {
    List<WeightedRow> sorted = new ArrayList<>(rows);
    sorted.sort(WeightedRow.BY_HASH);
    Map<Long, WeightedRow> byHash = new HashMap<>();
    sorted.forEach(row -> byHash.putIfAbsent(row.hash(), row));
    List<WeightedRow> found = new ArrayList<>(far.size());
    for (FarRow row : far) {
      WeightedRow match = byHash.remove(row.hash());
      if (match != null) {
        found.add(match);
      }
    }
    return found;
  }
}

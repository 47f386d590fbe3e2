package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The rows furthest from their centroids of all that were offered, at most so many. */
final class FurthestRows implements Serializable {

  /** What a pass of an iteration keeps: vacant clusters beyond these cost another pass. */
  static final int KEPT = 256;

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

  /** In no order. */
  List<FarRow> rows() {
    return new ArrayList<>(nearestFirst);
  }
}

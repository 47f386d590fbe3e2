package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row that is known by its hash. */
record FarRow(double distance, long hash) implements Serializable {

  /** By distance, ties by hash. */
  static final Comparator<FarRow> FURTHEST_FIRST =
      Comparator.comparingDouble((FarRow r) -> -r.distance).thenComparingLong(FarRow::hash);

  /** The first {@code count} of several lists, in their order. */
  static List<FarRow> first(List<FarRow> all, int count) {
    List<FarRow> sorted = new ArrayList<>(all);
    sorted.sort(FURTHEST_FIRST);
    return sorted.subList(0, Math.min(count, sorted.size()));
  }

  /** The rows behind these, in the order of these; of rows of one hash, the first by floats. */
  static List<WeightedRow> behind(List<FarRow> far, List<WeightedRow> rows) {
    List<WeightedRow> sorted = new ArrayList<>(rows);
    sorted.sort(WeightedRow.BY_HASH);
    Map<Long, WeightedRow> byHash = new HashMap<>();
    sorted.forEach(row -> byHash.putIfAbsent(row.hash(), row));
    List<WeightedRow> found = new ArrayList<>(far.size());
    for (FarRow row : far) {
      // Rows of one hash, such as equal rows, count once.
      WeightedRow behind = byHash.remove(row.hash());
      if (behind != null) {
        found.add(behind);
      }
    }
    return found;
  }
}

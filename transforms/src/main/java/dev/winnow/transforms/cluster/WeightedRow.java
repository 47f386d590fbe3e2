package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A row on its own.
 *
 * @param weight above 0
 */
record WeightedRow(double weight, long hash, float[] row) implements Serializable {

  /** By hash; rows of equal hash by their floats, so that no order is left to chance. */
  static final Comparator<WeightedRow> BY_HASH =
      Comparator.comparingLong(WeightedRow::hash)
          .thenComparing((a, b) -> Arrays.compare(a.row, b.row));

  /** The rows by hash; equal ones become one, of the sum of their weights. */
  static List<WeightedRow> merged(List<WeightedRow> rows) {
    List<WeightedRow> sorted = new ArrayList<>(rows);
    sorted.sort(BY_HASH);
    List<WeightedRow> merged = new ArrayList<>(sorted.size());
    for (WeightedRow row : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && BY_HASH.compare(merged.get(last), row) == 0) {
        double weight = merged.get(last).weight + row.weight;
        merged.set(last, new WeightedRow(weight, row.hash, row.row));
      } else {
        merged.add(row);
      }
    }
    return merged;
  }
}

package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A single row outside a block.
 *
 * @param weight above 0
 */
record WeightedRow(double weight, long hash, float[] row) implements Serializable {

  /** Order by hash. Rows of equal hash are ordered by their floats, so that the order is total. */
  static final Comparator<WeightedRow> BY_HASH =
      Comparator.comparingLong(WeightedRow::hash)
          .thenComparing((a, b) -> Arrays.compare(a.row, b.row));

  /** Sorts rows by hash and merges equal rows into one that has the sum of their weights. */
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

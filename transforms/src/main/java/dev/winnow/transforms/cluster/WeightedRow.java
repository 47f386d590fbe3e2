package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A row on its own, with what orders it.
 *
 * @param value distance, or weight, by use
 */
record WeightedRow(double value, long hash, float[] row) implements Serializable {

  /** By hash; rows of equal hash by their floats, so that no order is left to chance. */
  static final Comparator<WeightedRow> BY_HASH =
      Comparator.comparingLong(WeightedRow::hash)
          .thenComparing((a, b) -> Arrays.compare(a.row, b.row));

  /** Furthest first. */
  static final Comparator<WeightedRow> FURTHEST_FIRST =
      Comparator.comparingDouble((WeightedRow r) -> -r.value).thenComparing(BY_HASH);
}

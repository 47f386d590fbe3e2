package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Of the first rows of a partition, the greatest cosine to an earlier row and that row's place. Of
 * equal cosines the lower place counts, whatever the order in which they are offered. 12 bytes a
 * row.
 */
final class Best implements Serializable {

  static final long NONE = -1;

  private final float[] cosines;
  private final long[] places;

  Best(int rows) {
    this.cosines = new float[rows];
    this.places = new long[rows];
    Arrays.fill(cosines, Float.NEGATIVE_INFINITY);
    Arrays.fill(places, NONE);
  }

  int size() {
    return places.length;
  }

  /** The greatest cosine of a row, as it was computed; negative infinity where there is none. */
  float cosine(int row) {
    return row < cosines.length ? cosines[row] : Float.NEGATIVE_INFINITY;
  }

  /** The place of the row that has it; {@link #NONE} where there is none. */
  long place(int row) {
    return row < places.length ? places[row] : NONE;
  }

  void offer(int row, float cosine, long place) {
    if (cosine > cosines[row] || cosine == cosines[row] && place < places[row]) {
      cosines[row] = cosine;
      places[row] = place;
    }
  }

  /** The better of both for each row. */
  Best and(Best other) {
    Best longer = size() >= other.size() ? this : other;
    Best shorter = longer == this ? other : this;
    for (int i = 0; i < shorter.size(); i++) {
      if (shorter.places[i] != NONE) {
        longer.offer(i, shorter.cosines[i], shorter.places[i]);
      }
    }
    return longer;
  }
}

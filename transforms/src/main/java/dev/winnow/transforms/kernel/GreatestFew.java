package dev.winnow.transforms.kernel;

import java.util.Arrays;

/**
 * The few greatest of many similarities, in descending order. Of equal ones, those offered first
 * are kept and come first. No similarity may be NaN.
 */
public final class GreatestFew {

  private final int[] indices;
  private final float[] similarities;
  private int size;

  /**
   * @param most number of similarities that are kept, at least 0
   */
  public GreatestFew(int most) {
    indices = new int[most];
    similarities = new float[most];
  }

  /** Returns whether {@link #offer} would keep this similarity. */
  public boolean takes(float similarity) {
    return size < indices.length || size > 0 && similarity > similarities[size - 1];
  }

  public void offer(int index, float similarity) {
    if (!takes(similarity)) {
      return;
    }
    int at = size < indices.length ? size++ : size - 1;
    while (at > 0 && similarity > similarities[at - 1]) {
      indices[at] = indices[at - 1];
      similarities[at] = similarities[at - 1];
      at--;
    }
    indices[at] = index;
    similarities[at] = similarity;
  }

  /** Returns the indices of the greatest similarities, the greatest first. */
  public int[] indices() {
    return Arrays.copyOf(indices, size);
  }

  /**
   * Returns one of the greatest similarities.
   *
   * @param rank from 0, which is the greatest
   */
  public float similarity(int rank) {
    return similarities[rank];
  }
}

package dev.winnow.transforms.dedup.image;

import java.util.Arrays;

/** The few greatest of many similarities; of equal ones those that were offered first. */
final class Nearest {

  private final int[] indices;
  private final float[] similarities;
  private int size;

  /**
   * @param most that are kept, at least 1
   */
  Nearest(int most) {
    indices = new int[most];
    similarities = new float[most];
  }

  /** Whether one of this similarity would be kept. */
  boolean takes(float similarity) {
    return size < indices.length || similarity > similarities[size - 1];
  }

  void offer(int index, float similarity) {
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

  /** The greatest first. */
  int[] indices() {
    return Arrays.copyOf(indices, size);
  }

  float similarity(int place) {
    return similarities[place];
  }
}

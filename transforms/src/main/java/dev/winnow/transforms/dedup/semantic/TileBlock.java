package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/**
 * Consecutive rows of one cluster in one partition, in their order.
 *
 * @param first index of the first row in the partition
 * @param ids ids of the rows; null for a row that is only a guest in this cluster
 * @param places places of the rows, ascending; null where a place is the row's number over all
 *     partitions
 * @param vectors {@code float[ids.length * dim]}
 */
record TileBlock(
    int partition, int cluster, int first, int dim, String[] ids, long[] places, float[] vectors)
    implements Serializable {

  /**
   * Some rows of a block, in their order.
   *
   * @param indices indices of the rows in the partition
   * @param places places of the rows, ascending
   * @param vectors {@code float[places.length * dim]}
   */
  record Rows(int[] indices, long[] places, float[] vectors) {

    int size() {
      return places.length;
    }
  }

  public int size() {
    return ids.length;
  }

  /**
   * Returns the places of the rows in the order of all rows that are compared.
   *
   * @param starts number of rows before each partition
   */
  long[] places(long[] starts) {
    if (places != null) {
      return places;
    }
    long[] numbers = new long[size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = starts[partition] + first + i;
    }
    return numbers;
  }

  /** Copies the rows whose places pass a filter, in their order. */
  Rows rows(long[] starts, PlaceFilter filter) {
    long[] all = places(starts);
    int[] taken = new int[size()];
    int n = 0;
    for (int i = 0; i < taken.length; i++) {
      if (filter.passes(all[i])) {
        taken[n++] = i;
      }
    }
    int[] indices = new int[n];
    long[] chosen = new long[n];
    float[] gathered = new float[n * dim];
    for (int i = 0; i < n; i++) {
      indices[i] = first + taken[i];
      chosen[i] = all[taken[i]];
      System.arraycopy(vectors, taken[i] * dim, gathered, i * dim, dim);
    }
    return new Rows(indices, chosen, gathered);
  }
}

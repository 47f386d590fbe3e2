package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;

/**
 * Neighbouring rows of one cluster and one partition, in their order.
 *
 * @param first index of its first row in the partition
 * @param ids of the rows; null for a row that is only a guest in this cluster
 * @param places of the rows, ascending; null where a place is the row's number over all partitions
 * @param vectors {@code float[ids.length * dim]}
 */
record Block(
    int partition, int cluster, int first, int dim, String[] ids, long[] places, float[] vectors)
    implements Serializable {

  public int size() {
    return ids.length;
  }

  /**
   * Where the rows stand in an order that holds for all rows that are compared.
   *
   * @param starts rows before each partition
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

  /** The rows whose places a filter lets pass, in their order. */
  PlacedVectors rows(long[] starts, PlaceFilter filter) {
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
    return new PlacedVectors(indices, chosen, gathered);
  }
}

package dev.winnow.transforms.dedup.semantic;

/**
 * Some rows of a block, in their order.
 *
 * @param indices in the partition
 * @param places ascending
 * @param vectors {@code float[places.length * dim]}
 */
record PlacedVectors(int[] indices, long[] places, float[] vectors) {

  int size() {
    return places.length;
  }
}

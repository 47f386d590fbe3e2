package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Number, length and range of the rows of a partition or, with partition -1, of several.
 *
 * @param greatest greatest magnitude of a coordinate
 */
record PartitionRows(int partition, long rows, int dim, float greatest) implements Serializable {

  static PartitionRows of(int partition, Iterator<FitBlock> blocks) {
    long rows = 0;
    int dim = 0;
    float greatest = 0;
    while (blocks.hasNext()) {
      FitBlock block = blocks.next();
      requireOne(dim == 0 ? block.dim() : dim, block.dim());
      rows += block.size();
      dim = block.dim();
      for (float value : block.rows()) {
        greatest = Math.max(greatest, Math.abs(value));
      }
    }
    return new PartitionRows(partition, rows, dim, greatest);
  }

  PartitionRows merge(PartitionRows other) {
    if (rows == 0 || other.rows == 0) {
      return rows == 0 ? other : this;
    }
    requireOne(dim, other.dim);
    return new PartitionRows(-1, rows + other.rows, dim, Math.max(greatest, other.greatest));
  }

  private static void requireOne(int dim, int other) {
    if (other != dim) {
      throw new IllegalArgumentException(
          "vectors must have one length, got " + dim + " and " + other);
    }
  }
}

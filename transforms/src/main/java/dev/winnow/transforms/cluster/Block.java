package dev.winnow.transforms.cluster;

import java.io.Serializable;

/**
 * Neighbouring rows of one partition, packed.
 *
 * @param rows {@code float[hashes.length * dim]}, row-major, unit rows
 * @param hashes a 64-bit hash of each row's id and the seed: the row's identity in sampling and
 *     ties
 */
record Block(int dim, float[] rows, long[] hashes) implements Serializable {

  int size() {
    return hashes.length;
  }

  float[] row(int i) {
    return java.util.Arrays.copyOfRange(rows, i * dim, (i + 1) * dim);
  }
}

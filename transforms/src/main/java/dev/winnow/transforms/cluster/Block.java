package dev.winnow.transforms.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Neighbouring rows of one partition, packed.
 *
 * @param rows {@code float[hashes.length * dim]}, row-major, finite
 * @param hashes a 64-bit hash of each row's id and the seed: the row's identity in sampling and
 *     ties
 */
public record Block(int dim, float[] rows, long[] hashes) implements Serializable {

  /**
   * Floats of a block at most: 480 KB, which G1 still places among small objects. Larger ones would
   * each fill up whole regions, and the rest of the last one would be lost.
   */
  private static final int FLOATS = 120_000;

  public int size() {
    return hashes.length;
  }

  public float[] row(int i) {
    return Arrays.copyOfRange(rows, i * dim, (i + 1) * dim);
  }

  /** Blocks of the given rows, which must all have one length. */
  public static Iterator<Block> pack(Iterator<HashedVector> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Block next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException("no more rows");
        }
        List<HashedVector> taken = new ArrayList<>();
        HashedVector first = rows.next();
        taken.add(first);
        int dim = first.getVector().length;
        // A multiple of the kernel's ten rows.
        int most = Math.max(1, FLOATS / dim / 10 * 10);
        while (rows.hasNext() && taken.size() < most) {
          taken.add(rows.next());
        }
        return of(taken, dim);
      }
    };
  }

  private static Block of(List<HashedVector> taken, int dim) {
    float[] floats = new float[taken.size() * dim];
    long[] hashes = new long[taken.size()];
    for (int i = 0; i < hashes.length; i++) {
      float[] vector = taken.get(i).getVector();
      if (vector.length != dim) {
        throw new IllegalArgumentException(
            "vectors must have one length, got " + dim + " and " + vector.length);
      }
      System.arraycopy(vector, 0, floats, i * dim, dim);
      hashes[i] = taken.get(i).getHash();
    }
    return new Block(dim, floats, hashes);
  }
}

package dev.winnow.transforms.cluster;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Neighbouring rows of one partition in one array.
 *
 * @param rows {@code float[hashes.length * dim]}, row-major, finite
 * @param hashes 64-bit hash of each row's id and the seed; it identifies the row in draws and ties
 */
public record FitBlock(int dim, float[] rows, long[] hashes) implements Serializable {

  /**
   * Largest number of floats in a block: 480 KB, which the G1 collector still places among small
   * objects. A larger array would fill whole regions, and the rest of its last region would be
   * lost.
   */
  private static final int FLOATS = 120_000;

  public int size() {
    return hashes.length;
  }

  public float[] row(int i) {
    return Arrays.copyOfRange(rows, i * dim, (i + 1) * dim);
  }

  /** Packs rows into blocks. All rows must have the same length. */
  public static Iterator<FitBlock> pack(Iterator<HashedVector> rows) {
    return new Batched<HashedVector, FitBlock>(rows) {
      @Override
      protected Iterator<FitBlock> next(LookAhead<HashedVector> in) {
        int dim = in.peek().getVector().length;
        // A multiple of ten, since the kernel takes ten rows at a time.
        int most = Math.max(1, FLOATS / dim / 10 * 10);
        return List.of(of(in.take(most), dim)).iterator();
      }
    };
  }

  private static FitBlock of(List<HashedVector> taken, int dim) {
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
    return new FitBlock(dim, floats, hashes);
  }
}

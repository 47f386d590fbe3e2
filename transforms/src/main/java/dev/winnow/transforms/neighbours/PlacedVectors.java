package dev.winnow.transforms.neighbours;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Sends each row to all blocks of its nearest clusters. The row is a member of one block of its
 * nearest cluster.
 */
final class PlacedVectors implements Serializable {

  private static final int BATCH = 256;

  private final ShippedNearest shipped;
  private final int probes;

  /** First block of each cluster and, at the end, the number of all blocks. */
  private final int[] first;

  PlacedVectors(ShippedNearest shipped, int probes, int[] first) {
    this.shipped = shipped;
    this.probes = probes;
    this.first = first;
  }

  /**
   * Splits each cluster into blocks of about {@code members} rows.
   *
   * @return the first block of each cluster and, at the end, the number of all blocks
   */
  static int[] blocks(long[] sizes, int members) {
    int[] first = new int[sizes.length + 1];
    for (int c = 0; c < sizes.length; c++) {
      long blocks = Math.max(1, (sizes[c] + members - 1) / members);
      first[c + 1] = Math.toIntExact(first[c] + blocks);
    }
    return first;
  }

  /** Counts the rows of each of k clusters. */
  static long[] sizes(Iterator<PlacedVector> rows, ShippedNearest shipped, int k) {
    long[] sizes = new long[k];
    LookAhead<PlacedVector> in = new LookAhead<>(rows);
    while (in.hasNext()) {
      for (int[] nearest : nearest(in.take(BATCH), shipped, 1)) {
        sizes[nearest[0]]++;
      }
    }
    return sizes;
  }

  /** Adds the second array to the first, and returns the first. */
  static long[] add(long[] sizes, long[] others) {
    for (int c = 0; c < sizes.length; c++) {
      sizes[c] += others[c];
    }
    return sizes;
  }

  /** Returns the rows of the blocks. */
  Iterator<PlacedVector> apply(Iterator<PlacedVector> rows) {
    return new Batched<>(rows) {
      @Override
      protected Iterator<PlacedVector> next(LookAhead<PlacedVector> in) {
        return place(in.take(BATCH)).iterator();
      }
    };
  }

  private List<PlacedVector> place(List<PlacedVector> batch) {
    int[][] nearest = nearest(batch, shipped, probes);
    List<PlacedVector> placed = new ArrayList<>();
    for (int i = 0; i < nearest.length; i++) {
      PlacedVector row = batch.get(i);
      for (int cluster : nearest[i]) {
        int blocks = first[cluster + 1] - first[cluster];
        int home = Math.floorMod(row.getId().hashCode() * 0x9E3779B1 >>> 8, blocks);
        for (int block = 0; block < blocks; block++) {
          PlacedVector copy = new PlacedVector();
          copy.setBlock(first[cluster] + block);
          copy.setMember(cluster == nearest[i][0] && block == home);
          copy.setId(row.getId());
          copy.setVector(row.getVector());
          placed.add(copy);
        }
      }
    }
    return placed;
  }

  private static int[][] nearest(List<PlacedVector> batch, ShippedNearest shipped, int probes) {
    int dim = shipped.dim();
    for (PlacedVector row : batch) {
      if (row.getVector().length != dim) {
        throw new IllegalArgumentException(
            "embeddings must have one length, got " + dim + " and " + row.getVector().length);
      }
    }
    return shipped.get().nearest(PlacedVector.packed(batch, dim), batch.size(), probes);
  }
}

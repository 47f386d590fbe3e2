package dev.winnow.transforms.dedup.image;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Sends each row to all blocks of its nearest clusters; it is a member of one block of the nearest.
 */
final class PlacedVectors implements Serializable {

  private static final int BATCH = 256;

  private final ShippedProbes shipped;
  private final int probes;

  /** The first block of each cluster, and the number of all at the end. */
  private final int[] first;

  PlacedVectors(ShippedProbes shipped, int probes, int[] first) {
    this.shipped = shipped;
    this.probes = probes;
    this.first = first;
  }

  /** The first block of each cluster when none is to hold many more than so many members. */
  static int[] blocks(long[] sizes, int members) {
    int[] first = new int[sizes.length + 1];
    for (int c = 0; c < sizes.length; c++) {
      long blocks = Math.max(1, (sizes[c] + members - 1) / members);
      first[c + 1] = Math.toIntExact(first[c] + blocks);
    }
    return first;
  }

  /** Rows of each of k clusters. */
  static long[] sizes(Iterator<PlacedVector> rows, ShippedProbes shipped, int k) {
    long[] sizes = new long[k];
    while (rows.hasNext()) {
      List<PlacedVector> batch = batch(rows);
      for (int[] nearest : nearest(batch, shipped, 1)) {
        sizes[nearest[0]]++;
      }
    }
    return sizes;
  }

  /** Adds the second to the first, and returns that. */
  static long[] add(long[] sizes, long[] others) {
    for (int c = 0; c < sizes.length; c++) {
      sizes[c] += others[c];
    }
    return sizes;
  }

  Iterator<PlacedVector> apply(Iterator<PlacedVector> rows) {
    return new Iterator<>() {
      private final Deque<PlacedVector> ready = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        if (ready.isEmpty() && rows.hasNext()) {
          place(batch(rows), ready);
        }
        return !ready.isEmpty();
      }

      @Override
      public PlacedVector next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more rows");
        }
        return ready.poll();
      }
    };
  }

  private void place(List<PlacedVector> batch, Deque<PlacedVector> placed) {
    int[][] nearest = nearest(batch, shipped, probes);
    for (int i = 0; i < nearest.length; i++) {
      PlacedVector row = batch.get(i);
      for (int cluster : nearest[i]) {
        int blocks = first[cluster + 1] - first[cluster];
        int own = Math.floorMod(row.getId().hashCode() * 0x9E3779B1 >>> 8, blocks);
        for (int block = 0; block < blocks; block++) {
          PlacedVector one = new PlacedVector();
          one.setBlock(first[cluster] + block);
          one.setMember(cluster == nearest[i][0] && block == own);
          one.setId(row.getId());
          one.setVector(row.getVector());
          placed.add(one);
        }
      }
    }
  }

  private static int[][] nearest(List<PlacedVector> batch, ShippedProbes shipped, int probes) {
    int dim = shipped.dim();
    float[] rows = new float[batch.size() * dim];
    for (int i = 0; i < batch.size(); i++) {
      float[] vector = batch.get(i).getVector();
      if (vector.length != dim) {
        throw new IllegalArgumentException(
            "embeddings must have one length, got " + dim + " and " + vector.length);
      }
      System.arraycopy(vector, 0, rows, i * dim, dim);
    }
    return shipped.probes().nearest(rows, batch.size(), probes);
  }

  private static List<PlacedVector> batch(Iterator<PlacedVector> rows) {
    List<PlacedVector> batch = new ArrayList<>(BATCH);
    while (rows.hasNext() && batch.size() < BATCH) {
      batch.add(rows.next());
    }
    return batch;
  }
}

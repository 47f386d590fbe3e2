package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.NearestCentroid;

/** Runs the nearest-centroid kernel over blocks, a cache-sized piece at a time. */
final class Assigner {

  private static final int CHUNK = 512;

  /** Receives one row: its index in the block, its cluster, its cosine distance in [0, 2]. */
  interface Visitor {
    void row(int row, int cluster, double distance);
  }

  private final NearestCentroid kernel;
  private final int[] clusters = new int[CHUNK];
  private final float[] similarities = new float[CHUNK];

  Assigner(NearestCentroid kernel) {
    this.kernel = kernel;
  }

  void forEach(Block block, Visitor visitor) {
    for (int from = 0; from < block.size(); from += CHUNK) {
      int n = Math.min(CHUNK, block.size() - from);
      kernel.assign(block.rows(), from, n, clusters, similarities);
      for (int i = 0; i < n; i++) {
        visitor.row(from + i, clusters[i], Math.max(0, Math.min(2, 1.0 - similarities[i])));
      }
    }
  }
}

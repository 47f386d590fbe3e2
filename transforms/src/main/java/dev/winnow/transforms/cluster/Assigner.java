package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;

/** Runs the nearest-centroid kernel over blocks, a cache-sized piece at a time. */
final class Assigner {

  private static final int CHUNK = 1000;

  /** Receives one row: its index in the block, its cluster, its distance to the centroid. */
  interface Visitor {
    void row(int row, int cluster, double distance);
  }

  private final NearestCentroid kernel;
  private final Metric metric;
  private final float[] centroids;
  private final int[] clusters = new int[CHUNK];
  private final float[] scores = new float[CHUNK];

  /**
   * @param centroids that the kernel has packed
   */
  Assigner(NearestCentroid kernel, Metric metric, float[] centroids) {
    this.kernel = kernel;
    this.metric = metric;
    this.centroids = centroids;
  }

  void forEach(Block block, Visitor visitor) {
    for (int from = 0; from < block.size(); from += CHUNK) {
      int n = Math.min(CHUNK, block.size() - from);
      kernel.assign(block.rows(), from, n, clusters, scores);
      for (int i = 0; i < n; i++) {
        int row = from + i;
        double distance =
            metric.distance(scores[i], block.rows(), row, centroids, clusters[i], block.dim());
        visitor.row(row, clusters[i], distance);
      }
    }
  }
}

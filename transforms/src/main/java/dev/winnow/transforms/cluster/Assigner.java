package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Runs the nearest-centroid kernel over blocks: a cache-sized piece of a block at a time, or
 * several blocks at once where the kernel wants more rows than a block has.
 */
public final class Assigner {

  private static final int CHUNK = 1000;

  /** Receives one row: its block and index there, its cluster, its distance to the centroid. */
  public interface Visitor {
    void row(FitBlock block, int row, int cluster, double distance);
  }

  private final NearestCentroid kernel;
  private final Metric metric;
  private final float[] centroids;

  /**
   * @param centroids the centroids that the kernel has packed
   */
  public Assigner(NearestCentroid kernel, Metric metric, float[] centroids) {
    this.kernel = kernel;
    this.metric = metric;
    this.centroids = centroids;
  }

  /** Visits the rows in their order. */
  public void forEach(Iterator<FitBlock> blocks, Visitor visitor) {
    while (blocks.hasNext()) {
      List<FitBlock> taken = new ArrayList<>();
      int rows = 0;
      while (rows < kernel.batch() && blocks.hasNext()) {
        taken.add(blocks.next());
        rows += taken.get(taken.size() - 1).size();
      }
      if (taken.size() == 1) {
        assign(taken.get(0), visitor);
      } else {
        assign(taken, rows, visitor);
      }
    }
  }

  private void assign(FitBlock block, Visitor visitor) {
    int chunk = Math.min(block.size(), Math.max(CHUNK, kernel.batch()));
    int[] clusters = new int[chunk];
    float[] scores = new float[chunk];
    for (int from = 0; from < block.size(); from += chunk) {
      int n = Math.min(chunk, block.size() - from);
      kernel.assign(block.rows(), from, n, clusters, scores);
      visit(block, from, n, clusters, scores, 0, visitor);
    }
  }

  private void assign(List<FitBlock> blocks, int n, Visitor visitor) {
    float[] rows = new float[n * kernel.dim()];
    int at = 0;
    for (FitBlock block : blocks) {
      System.arraycopy(block.rows(), 0, rows, at * kernel.dim(), block.rows().length);
      at += block.size();
    }
    int[] clusters = new int[n];
    float[] scores = new float[n];
    kernel.assign(rows, 0, n, clusters, scores);
    at = 0;
    for (FitBlock block : blocks) {
      visit(block, 0, block.size(), clusters, scores, at, visitor);
      at += block.size();
    }
  }

  /** Visits n rows of a block. Their results begin at index {@code at}. */
  private void visit(
      FitBlock block, int from, int n, int[] clusters, float[] scores, int at, Visitor visitor) {
    for (int i = 0; i < n; i++) {
      int row = from + i;
      int cluster = clusters[at + i];
      double distance =
          metric.distance(scores[at + i], block.rows(), row, centroids, cluster, block.dim());
      visitor.row(block, row, cluster, distance);
    }
  }
}

package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.Assigner;
import dev.winnow.transforms.cluster.Block;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.KMeansOptions;
import java.util.Iterator;
import java.util.List;

/**
 * Where a level over others is fitted. All implementations give the same bits.
 *
 * <p>Blocks hold unit vectors, at least one.
 */
interface LevelEngine {

  /**
   * The nearest centroid of each row.
   *
   * @param distances cosine, in [0, 2]
   */
  record Nearest(int[] clusters, double[] distances) implements java.io.Serializable {

    static Nearest of(List<Block> blocks, Assigner assigner) {
      int n = blocks.stream().mapToInt(Block::size).sum();
      Nearest nearest = new Nearest(new int[n], new double[n]);
      int[] at = {0};
      Iterator<Block> rows = blocks.iterator();
      assigner.forEach(
          rows,
          (block, row, cluster, distance) -> {
            nearest.clusters[at[0]] = cluster;
            nearest.distances[at[0]] = distance;
            at[0]++;
          });
      return nearest;
    }
  }

  /** A fit on all rows. */
  KMeansFit fit(List<Block> rows, KMeansOptions options);

  /**
   * The nearest centroids of the rows, in their order.
   *
   * @param centroids {@code float[k * dim]}
   */
  Nearest nearest(List<Block> rows, float[] centroids);
}

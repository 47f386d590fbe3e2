package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.io.Serializable;

/** Finds the clusters, other than its own, whose prototypes are nearest to a row. */
final class Prototypes implements Serializable {

  private final float[] leaves;
  private final int dim;

  /** Packed by the first task of the JVM that asks. */
  private transient MatrixProduct packed;

  /** The leaves of the tree, which cluster ids count. */
  Prototypes(CentroidTree tree) {
    this.leaves = tree.leaves().centroids();
    this.dim = tree.dim();
  }

  int size() {
    return leaves.length / dim;
  }

  int dim() {
    return dim;
  }

  private synchronized MatrixProduct packed() {
    if (packed == null) {
      packed = MatrixProduct.of(Products.columns(leaves, dim));
    }
    return packed;
  }

  /**
   * The nearest other clusters of some rows, nearest first; ties to the lower one.
   *
   * @param rows {@code float[own.length * dim]}
   * @param own the cluster of each row
   * @param most clusters of each
   * @return {@code [row][min(most, k - 1)]}
   */
  int[][] nearestOthers(float[] rows, int[] own, int most) {
    int k = size();
    int wanted = Math.min(most, k - 1);
    float[] products = new float[own.length * k];
    packed().add(rows, 0, own.length, products, 0);
    int[][] nearest = new int[own.length][wanted];
    float[] best = new float[wanted];
    for (int row = 0; row < own.length; row++) {
      int found = 0;
      for (int c = 0; c < k; c++) {
        float product = products[row * k + c];
        if (c == own[row] || found == wanted && !(wanted > 0 && product > best[wanted - 1])) {
          continue;
        }
        int at = found < wanted ? found++ : wanted - 1;
        for (; at > 0 && product > best[at - 1]; at--) {
          best[at] = best[at - 1];
          nearest[row][at] = nearest[row][at - 1];
        }
        best[at] = product;
        nearest[row][at] = c;
      }
    }
    return nearest;
  }
}

package dev.winnow.transforms.cluster.levels;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Centroids in one or more levels. The clusters of a level are numbered from 0. The children of a
 * cluster lie next to each other, in the order of their parents.
 *
 * @param levels levels from the top to the leaves, at least one
 * @param assignment path of a row to its leaf
 */
public record CentroidTree(int dim, List<Level> levels, Assignment assignment)
    implements Serializable {

  /** Path by which a row finds its cluster in each level. */
  public enum Assignment {
    /**
     * The nearest cluster of the top, then the nearest child of that cluster, and so on: k clusters
     * in two levels cost about {@code 2 sqrt(k)} products a row instead of k. The leaf is not
     * always the nearest of all leaves.
     */
    TOP_DOWN,
    /** The nearest of all leaves, then its parent, and so on. */
    BOTTOM_UP
  }

  /**
   * One level.
   *
   * @param centroids {@code float[k * dim]}
   * @param parents parent of each of the k clusters, ascending, without gaps; null at the top
   */
  public record Level(float[] centroids, int[] parents) implements Serializable {}

  public CentroidTree {
    levels = List.copyOf(levels);
    for (int l = 0; l < levels.size(); l++) {
      float[] centroids = levels.get(l).centroids();
      if (dim < 1 || centroids.length == 0 || centroids.length % dim != 0) {
        throw new IllegalArgumentException(
            "centroids must hold k * dim floats, got " + centroids.length + " for dim " + dim);
      }
      if (l > 0) {
        check(levels.get(l), dim, levels.get(l - 1).centroids().length / dim);
      }
    }
  }

  private static void check(Level level, int dim, int above) {
    int[] parents = level.parents();
    boolean sound = parents.length == level.centroids().length / dim && parents[0] == 0;
    for (int i = 1; sound && i < parents.length; i++) {
      sound = parents[i] == parents[i - 1] || parents[i] == parents[i - 1] + 1;
    }
    if (!sound || parents[parents.length - 1] != above - 1) {
      throw new IllegalArgumentException(
          "parents of a level must ascend from 0 to " + (above - 1) + " without gaps");
    }
  }

  /** Makes a tree whose rows go down from the top. */
  public CentroidTree(int dim, List<Level> levels) {
    this(dim, levels, Assignment.TOP_DOWN);
  }

  /** Returns a tree with a single level. */
  public static CentroidTree flat(float[] centroids, int dim) {
    return new CentroidTree(dim, List.of(new Level(centroids, null)));
  }

  /** Returns the number of clusters of a level. */
  public int size(int level) {
    return levels.get(level).centroids().length / dim;
  }

  /** Returns the lowest level, to whose clusters rows are assigned. */
  public Level leaves() {
    return levels.get(levels.size() - 1);
  }

  /** Returns a hash of the bits of all centroids: trees of one hash have the same assignments. */
  public long fingerprint() {
    long hash = dim;
    for (Level level : levels) {
      for (float value : level.centroids()) {
        // An odd factor, so that no bit of an earlier value is lost.
        hash = (hash ^ Float.floatToRawIntBits(value)) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
    }
    return hash;
  }

  /** Returns this tree with one more level below. */
  CentroidTree append(Level below) {
    List<Level> deeper = new ArrayList<>(levels);
    deeper.add(below);
    return new CentroidTree(dim, deeper, assignment);
  }
}

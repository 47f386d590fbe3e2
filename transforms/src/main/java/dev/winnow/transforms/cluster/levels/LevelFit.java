package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.FitBlock;
import dev.winnow.transforms.cluster.HashDraws;
import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.cluster.KMeansOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fit of one level over another: clusters of the centroids below. Each centroid counts once,
 * however many rows it has.
 *
 * @param centroids {@code float[k * dim]}, of unit length; each is the nearest of some cluster
 *     below
 * @param parents cluster of each centroid below
 * @param inertia sum of the cosine distances of the centroids below to these
 */
record LevelFit(float[] centroids, int[] parents, double inertia) {

  /**
   * Fits all centroids below, and then fits again, {@code rounds} times, on the members closest to
   * each centroid. Centroids of the last fit that no cluster below is nearest to are left out, so k
   * may be lower than requested.
   *
   * @param below {@code float[n * dim]}, unit vectors
   * @param options options of the first fit; round r uses a seed that is r higher
   * @param members number of members of each cluster in a refit, ties by their number
   * @param progress receives a line of text for each fit
   */
  static LevelFit fit(
      float[] below,
      int dim,
      LevelEngine engine,
      KMeansOptions options,
      int rounds,
      int members,
      Consumer<String> progress) {
    // Cluster all centroids below.
    int n = below.length / dim;
    int[] all = IntStream.range(0, n).toArray();
    List<FitBlock> rows = blocks(below, dim, all, options.seed());
    float[] centroids = engine.fit(rows, options).centroids();
    LevelEngine.Nearest nearest = engine.nearest(rows, centroids);
    // Each round fits only the members closest to the centroids, and assigns all of them again.
    for (int round = 1; round <= rounds; round++) {
      progress.accept("round " + round + "/" + rounds + " on the " + members + " closest of each");
      long seed = options.seed() + round;
      int[] closest = closest(nearest, centroids.length / dim, members);
      List<FitBlock> some = blocks(below, dim, closest, seed);
      centroids = engine.fit(some, options.withClusters(options.k(), seed)).centroids();
      nearest = engine.nearest(rows, centroids);
    }
    return withoutEmpty(centroids, dim, nearest);
  }

  private static List<FitBlock> blocks(float[] below, int dim, int[] which, long seed) {
    Iterator<HashedVector> rows =
        Arrays.stream(which)
            .mapToObj(
                i -> {
                  HashedVector row = new HashedVector();
                  row.setHash(HashDraws.hash(i, seed));
                  row.setVector(Arrays.copyOfRange(below, i * dim, (i + 1) * dim));
                  return row;
                })
            .iterator();
    List<FitBlock> blocks = new ArrayList<>();
    FitBlock.pack(rows).forEachRemaining(blocks::add);
    return blocks;
  }

  /** Returns the rows closest to each centroid, at most {@code members} each, ascending. */
  static int[] closest(LevelEngine.Nearest nearest, int k, int members) {
    int n = nearest.clusters().length;
    Comparator<Integer> nearer = Comparator.comparingDouble(i -> nearest.distances()[i]);
    int[] order = IntStream.range(0, n).boxed().sorted(nearer).mapToInt(i -> i).toArray();
    int[] taken = new int[k];
    BitSet closest = new BitSet(n);
    for (int i : order) {
      closest.set(i, taken[nearest.clusters()[i]]++ < members);
    }
    return closest.stream().toArray();
  }

  private static LevelFit withoutEmpty(float[] centroids, int dim, LevelEngine.Nearest nearest) {
    int k = centroids.length / dim;
    BitSet found = new BitSet(k);
    Arrays.stream(nearest.clusters()).forEach(found::set);
    int[] number = new int[k];
    float[] kept = new float[found.cardinality() * dim];
    int next = 0;
    for (int cluster = found.nextSetBit(0); cluster >= 0; cluster = found.nextSetBit(cluster + 1)) {
      System.arraycopy(centroids, cluster * dim, kept, next * dim, dim);
      number[cluster] = next++;
    }
    int[] parents = Arrays.stream(nearest.clusters()).map(cluster -> number[cluster]).toArray();
    double inertia = Arrays.stream(nearest.distances()).reduce(0, Double::sum);
    return new LevelFit(kept, parents, inertia);
  }
}

package dev.winnow.transforms.cluster;

import dev.winnow.transforms.kernel.FixedPointSums;
import dev.winnow.transforms.kernel.NearestCentroid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The first centroids of a fit, independent of partitioning: rows are drawn by hashes of their ids,
 * and what is summed is summed exactly.
 */
final class Seeding {

  private static final int ROUNDS = 2;
  private static final int OVERSAMPLING = 2;

  /** So few rows a cluster fit in the driver, and k-means++ on all of them is exact. */
  private static final int SMALL = 20;

  private final JavaSparkContext spark;
  private final KMeansOptions options;

  Seeding(JavaSparkContext spark, KMeansOptions options) {
    this.spark = spark;
    this.options = options;
  }

  /**
   * Returns {@code float[k' * dim]}, k' being k or the number of distinct vectors seen, if lower.
   *
   * @param rows number of rows in the blocks, at least 1
   */
  float[] centroids(JavaRDD<Block> blocks, long rows) {
    int k = options.k();
    if (rows <= (long) SMALL * k) {
      return PlusPlus.choose(sample(blocks, 1), k, options.seed());
    }
    if (options.init() == KMeansOptions.Init.K_MEANS_PLUS_PLUS) {
      return PlusPlus.choose(sample(blocks, 10.0 * k / rows), k, options.seed());
    }
    return PlusPlus.choose(oversample(blocks), k, options.seed());
  }

  private List<WeightedRow> sample(JavaRDD<Block> blocks, double share) {
    List<WeightedRow> drawn =
        new ArrayList<>(
            blocks
                .flatMap(
                    block -> {
                      List<WeightedRow> kept = new ArrayList<>();
                      for (int i = 0; i < block.size(); i++) {
                        if (uniform(block.hashes()[i], -1) < share) {
                          kept.add(new WeightedRow(1, block.hashes()[i], block.row(i)));
                        }
                      }
                      return kept.iterator();
                    })
                .collect());
    drawn.sort(WeightedRow.BY_HASH);
    return drawn;
  }

  /** Candidates of k-means||, weighted by the rows they are nearest to. */
  private List<WeightedRow> oversample(JavaRDD<Block> blocks) {
    List<WeightedRow> candidates = new ArrayList<>();
    candidates.add(
        blocks
            .map(
                block -> {
                  WeightedRow first = null;
                  for (int i = 0; i < block.size(); i++) {
                    WeightedRow row = new WeightedRow(1, block.hashes()[i], block.row(i));
                    if (first == null || WeightedRow.BY_HASH.compare(row, first) < 0) {
                      first = row;
                    }
                  }
                  return first;
                })
            .reduce((a, b) -> WeightedRow.BY_HASH.compare(a, b) <= 0 ? a : b));
    double wanted = (double) OVERSAMPLING * options.k();
    for (int round = 0; round < ROUNDS; round++) {
      Broadcast<float[]> centroids = spark.broadcast(flat(candidates));
      double cost = Lloyd.sums(blocks, centroids).inertia();
      if (!(cost > 0)) {
        centroids.destroy();
        break;
      }
      List<WeightedRow> drawn = draw(blocks, centroids, wanted / cost, round);
      centroids.destroy();
      drawn.sort(WeightedRow.BY_HASH);
      candidates.addAll(drawn);
    }
    return weighted(blocks, candidates);
  }

  private static List<WeightedRow> draw(
      JavaRDD<Block> blocks, Broadcast<float[]> centroids, double factor, int round) {
    return new ArrayList<>(
        blocks
            .mapPartitions(
                partition -> {
                  List<WeightedRow> drawn = new ArrayList<>();
                  Assigner assigner = null;
                  while (partition.hasNext()) {
                    Block block = partition.next();
                    if (assigner == null) {
                      assigner = new Assigner(NearestCentroid.of(centroids.value(), block.dim()));
                    }
                    assigner.forEach(
                        block,
                        (row, cluster, distance) -> {
                          if (uniform(block.hashes()[row], round) < distance * factor) {
                            drawn.add(new WeightedRow(1, block.hashes()[row], block.row(row)));
                          }
                        });
                  }
                  return drawn.iterator();
                })
            .collect());
  }

  private List<WeightedRow> weighted(JavaRDD<Block> blocks, List<WeightedRow> candidates) {
    Map<String, WeightedRow> distinct = new HashMap<>();
    List<WeightedRow> unique = new ArrayList<>();
    for (WeightedRow candidate : candidates) {
      if (distinct.putIfAbsent(java.util.Arrays.toString(candidate.row()), candidate) == null) {
        unique.add(candidate);
      }
    }
    Broadcast<float[]> centroids = spark.broadcast(flat(unique));
    FixedPointSums sums = Lloyd.sums(blocks, centroids);
    centroids.destroy();
    List<WeightedRow> weighted = new ArrayList<>();
    for (int i = 0; i < unique.size(); i++) {
      if (sums.count(i) > 0) {
        weighted.add(new WeightedRow(sums.count(i), unique.get(i).hash(), unique.get(i).row()));
      }
    }
    return weighted;
  }

  private static float[] flat(List<WeightedRow> rows) {
    int dim = rows.get(0).row().length;
    float[] flat = new float[rows.size() * dim];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).row(), 0, flat, i * dim, dim);
    }
    return flat;
  }

  /** A number in [0, 1) that depends on the row and the round only (finaliser of MurmurHash3). */
  static double uniform(long hash, int round) {
    long h = hash + 0x9E3779B97F4A7C15L * (round + 2);
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    h ^= h >>> 33;
    return (h >>> 11) * 0x1p-53;
  }
}

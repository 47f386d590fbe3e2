package dev.winnow.transforms.dedup.semantic;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Epsilon at which about a given fraction of the rows <em>stay</em> under the reference rule,
 * chosen from the greatest cosines of a tenth of the clusters.
 *
 * <p>The clusters are those of the lowest hashes of cluster and seed: a tenth of their number,
 * rounded up, so at least one. Epsilon lies halfway between the cosine of the last row that must be
 * dropped and that of the first row that stays, and in [1e-6, 2]. Fewer or more rows stay than the
 * target if even the smallest epsilon drops too many, or if rows of equal cosines lie at the cut.
 *
 * @param epsilon in [1e-6, 2]
 * @param clusters number of clusters that were examined
 * @param rows number of rows of those clusters
 * @param rowsKept number of these rows that stay at this epsilon
 * @see <a href="https://arxiv.org/abs/2303.09540">Abbas et al. 2023</a>, on choosing epsilon
 */
public record EpsilonForTarget(double epsilon, long clusters, long rows, long rowsKept) {

  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 2;
  private static final int TENTH = 10;

  /**
   * Chooses epsilon. Cost: a count of the clusters, and the maxima of a tenth of them, sorted.
   *
   * @param targetFraction fraction of the rows that stays, in (0, 1]
   * @param rows as {@link SemanticDuplicates} takes them
   * @param whichToKeep order of the rows
   * @param seed of the hash, and of a random order
   * @throws IllegalArgumentException if the fraction is out of range or there is no row
   */
  public static EpsilonForTarget choose(
      double targetFraction, Dataset<Row> rows, WhichToKeep whichToKeep, long seed) {
    if (!(targetFraction > 0 && targetFraction <= 1)) {
      throw new IllegalArgumentException("targetFraction must be in (0, 1], got " + targetFraction);
    }
    Dataset<Row> clusters = rows.select(CLUSTER_ID).distinct();
    long clusterCount = clusters.count();
    if (clusterCount == 0) {
      throw new IllegalArgumentException("epsilon can't be chosen for a target without rows");
    }
    int sampled = Math.toIntExact((clusterCount + TENTH - 1) / TENTH);
    Dataset<Row> chosen =
        clusters.orderBy(xxhash64(col(CLUSTER_ID), lit(seed)), col(CLUSTER_ID)).limit(sampled);
    SemanticOptions options = new SemanticOptions(LARGEST, Rule.REFERENCE, whichToKeep, seed, 0);
    try (SemanticDuplicates sample =
        new SemanticDuplicates(options, rows.join(chosen, CLUSTER_ID))) {
      Dataset<Row> maxima = sample.maxima();
      double epsilon = epsilon(maxima, Math.round((1 - targetFraction) * sample.rows()));
      float least = new Threshold(epsilon).least();
      long removed = maxima.where(col("product").geq(lit(least))).count();
      return new EpsilonForTarget(epsilon, sampled, sample.rows(), sample.rows() - removed);
    }
  }

  private static double epsilon(Dataset<Row> maxima, long remove) {
    JavaRDD<Row> sorted =
        maxima.orderBy(col("product").desc(), col("later")).select("product").javaRDD();
    List<Float> around =
        sorted
            .zipWithIndex()
            .filter(ranked -> ranked._2() == remove - 1 || ranked._2() == remove)
            .map(ranked -> ranked._1().getFloat(0))
            .collect();
    // If no row with an earlier one may stay, all of them must be dropped.
    if (around.size() < (remove == 0 ? 1 : 2)) {
      return remove == 0 ? SMALLEST : LARGEST;
    }
    double last = remove == 0 ? 1 : Threshold.cosine(around.get(0));
    double next = Threshold.cosine(around.get(around.size() - 1));
    double epsilon = 1 - (last + next) / 2;
    return Math.max(SMALLEST, Math.min(LARGEST, epsilon));
  }
}

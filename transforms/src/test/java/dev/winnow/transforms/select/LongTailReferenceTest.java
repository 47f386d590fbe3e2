package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.ClusterSampling;
import dev.winnow.transforms.select.policy.KeepHierarchical;
import dev.winnow.transforms.select.policy.KeepRandom;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks balanced sampling on a long-tailed corpus of ten classes, the largest a hundred times the
 * smallest. A tenth of the rows, spread evenly over clusters, trains a classifier of better
 * balanced accuracy than a random tenth.
 */
@Tag("long")
class LongTailReferenceTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false);

  @Test
  void balancedSamplingOverFlatClustersBeatsRandomByThreePoints() throws Exception {
    float[][] train = LongTailFashion.vectors("train_first20000");
    float[][] test = LongTailFashion.vectors("test_first4000");
    int[] labels = LongTailFashion.labels("train");
    int[] testLabels = LongTailFashion.labels("t10k");
    double gain = 0;
    int seeds = 3;
    for (int seed = 0; seed < seeds; seed++) {
      List<Integer> corpus = LongTailFashion.corpus(labels, train.length, seed);
      Dataset<Row> clustered = clustered(train, corpus, seed);
      Policy balanced =
          new KeepHierarchical(LongTailFashion.CLUSTERS, List.of(), 1, ClusterSampling.RANDOM);
      double level =
          RidgeClassifier.accuracy(
              train, labels, kept(balanced, clustered, seed), test, testLabels);
      double random =
          RidgeClassifier.accuracy(
              train, labels, kept(new KeepRandom(), clustered, seed), test, testLabels);
      gain += (level - random) / seeds;
    }
    assertTrue(gain >= 0.03, "gain of " + gain);
  }

  private static Dataset<Row> clustered(float[][] vectors, List<Integer> corpus, long seed) {
    StructType embeddings =
        new StructType()
            .add("id", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    List<Row> rows = new ArrayList<>();
    for (int row : corpus) {
      List<Float> vector = new ArrayList<>();
      for (float value : vectors[row]) {
        vector.add(value);
      }
      rows.add(RowFactory.create(String.valueOf(row), vector));
    }
    float[] centroids =
        new DistributedKMeans(LongTailFashion.clusters(seed), line -> {})
            .fit(LocalSpark.rows(embeddings, 2, rows), corpus.size(), IterationStore.NONE)
            .centroids();
    List<Row> scored = new ArrayList<>();
    for (int row : corpus) {
      scored.add(RowFactory.create(String.valueOf(row), 0.0, nearest(vectors[row], centroids)));
    }
    return LocalSpark.rows(SCHEMA, 2, scored);
  }

  private static int nearest(float[] row, float[] centroids) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < LongTailFashion.CLUSTERS; c++) {
      double product = 0;
      for (int i = 0; i < row.length; i++) {
        product += row[i] * centroids[c * row.length + i];
      }
      if (product > highest) {
        highest = product;
        best = c;
      }
    }
    return best;
  }

  private static List<Integer> kept(Policy policy, Dataset<Row> rows, long seed) {
    return new Selection(policy, KeepCount.share(new BigDecimal("0.1")), seed)
        .apply(rows).where("kept").select("id").collectAsList().stream()
            .map(row -> Integer.valueOf(row.getString(0)))
            .sorted()
            .toList();
  }
}

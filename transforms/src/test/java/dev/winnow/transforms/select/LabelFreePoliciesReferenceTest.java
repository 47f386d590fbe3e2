package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Policy;
import dev.winnow.transforms.select.policy.EmbeddedRows;
import dev.winnow.transforms.select.policy.KeepCoverage;
import dev.winnow.transforms.select.policy.KeepD2;
import dev.winnow.transforms.select.policy.KeepHard;
import dev.winnow.transforms.select.policy.KeepRandom;
import dev.winnow.transforms.select.policy.KeepTwoEnded;
import dev.winnow.transforms.select.policy.KeepZcore;
import dev.winnow.transforms.select.zcore.CoverageScores;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares policies that read no labels, by a ridge classifier that is trained on the kept rows of
 * 20,000 pictures of ten classes. Prints the table of the page on policies.
 */
@Tag("long")
class LabelFreePoliciesReferenceTest {

  private static final int CLUSTERS = 200;
  private static final List<String> FRACTIONS = List.of("0.02", "0.1", "0.3", "0.5");

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("distance", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false);

  @Test
  void d2AndZcoreKeepBetterRowsForAProbeThanTheHardest() throws Exception {
    float[][] train = LongTailFashion.vectors("train_first20000");
    float[][] test = LongTailFashion.vectors("test_first4000");
    int[] labels = LongTailFashion.labels("train");
    int[] testLabels = LongTailFashion.labels("t10k");
    Dataset<Row> embeddings = ClusterRows.dataset(train, 4).cache();
    int dim = train[0].length;
    float[] centroids =
        new DistributedKMeans(
                new KMeansOptions(
                    CLUSTERS,
                    Metric.COSINE,
                    25,
                    1e-4,
                    KMeansOptions.Init.K_MEANS_PARALLEL,
                    KMeansOptions.INIT_STEPS,
                    42,
                    256,
                    null),
                line -> {})
            .fit(embeddings, train.length, IterationStore.NONE)
            .centroids();
    int[] clusters = ClusterRows.assign(train, centroids, dim);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < train.length; i++) {
      double product = 0;
      double squares = 0;
      for (int j = 0; j < dim; j++) {
        product += train[i][j] * centroids[clusters[i] * dim + j];
        squares += train[i][j] * train[i][j];
      }
      double distance = 1 - product / Math.sqrt(squares);
      rows.add(RowFactory.create(String.valueOf(i), distance, distance, clusters[i]));
    }
    Dataset<Row> scored = LocalSpark.rows(SCHEMA, 4, rows).cache();
    EmbeddedRows embedded = new EmbeddedRows(embeddings, centroids, dim);
    Map<String, Policy> policies = new LinkedHashMap<>();
    policies.put("random", new KeepRandom());
    policies.put("hard", new KeepHard(BigDecimal.ZERO));
    policies.put("two-ended", new KeepTwoEnded(new BigDecimal("0.1")));
    policies.put("coverage", new KeepCoverage(new BigDecimal("0.1"), 50));
    policies.put("d2", new KeepD2(embedded, 5, 1, 1));
    policies.put("zcore", new KeepZcore(embedded, new CoverageScores(null, 2, 32)));
    Map<String, List<Double>> accuracies = new LinkedHashMap<>();
    for (Map.Entry<String, Policy> policy : policies.entrySet()) {
      long start = System.nanoTime();
      List<Integer> order =
          new Selection(policy.getValue(), KeepCount.share(BigDecimal.ONE), 42)
              .apply(scored).orderBy("keep_rank").select("id").collectAsList().stream()
                  .map(row -> Integer.valueOf(row.getString(0)))
                  .toList();
      double seconds = (System.nanoTime() - start) * 1e-9;
      List<Double> found = new ArrayList<>();
      for (String fraction : FRACTIONS) {
        List<Integer> kept =
            order.subList(0, (int) KeepCount.keptRows(new BigDecimal(fraction), order.size()));
        found.add(RidgeClassifier.accuracy(train, labels, kept, test, testLabels));
      }
      accuracies.put(policy.getKey(), found);
      System.out.printf("%-10s %5.1f s %s%n", policy.getKey(), seconds, found);
    }
    int tenth = FRACTIONS.indexOf("0.1");
    double hard = accuracies.get("hard").get(tenth);
    assertTrue(accuracies.get("d2").get(tenth) > hard, accuracies.toString());
    assertTrue(accuracies.get("zcore").get(tenth) > hard, accuracies.toString());
  }
}

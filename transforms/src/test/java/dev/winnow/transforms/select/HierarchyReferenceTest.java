package dev.winnow.transforms.select;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.BottomUpKMeans;
import dev.winnow.transforms.cluster.CentroidTree;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansOptions;
import dev.winnow.transforms.cluster.Resampling;
import dev.winnow.transforms.kernel.Metric;
import dev.winnow.transforms.score.PrototypeScore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * How even the classes are among 1,500 rows that balanced sampling takes of a long-tailed corpus,
 * as the entropy of their shares over that of equal shares: beside a reference implementation's on
 * corpora of the same kind, whose classes are drawn otherwise.
 */
class HierarchyReferenceTest {

  private static final int CLUSTERS = 300;
  private static final int SEEDS = 3;

  @Test
  void classesAreAsEvenAsTheReferenceHasThem() throws Exception {
    double flat = mean(0);
    assertWithin("1-level k=[300]", flat);
    assertWithin("2-level k=[300; 50]", mean(0, 50));
    assertWithin("2-level+resampling k=[300; 50]", mean(10, 50));
    assertWithin("3-level k=[300; 50; 12]", mean(0, 50, 12));
    double three = mean(10, 50, 12);
    assertWithin("3-level+resampling k=[300; 50; 12]", three);
    assertTrue(three > flat + 0.02, three + " in levels, " + flat + " in one");
  }

  private static void assertWithin(String method, double entropy) throws IOException {
    DoubleSummaryStatistics reference =
        Files.readAllLines(Shared.path("reference/hier.csv")).stream()
            .map(line -> line.split(","))
            .filter(cells -> cells[0].equals("fashion_v1") && cells[4].equals(method))
            .mapToDouble(cells -> Double.parseDouble(cells[6]))
            .summaryStatistics();
    assertTrue(
        entropy >= reference.getMin() && entropy <= reference.getMax(),
        method + ": " + entropy + ", the reference has " + reference);
  }

  /** The mean over corpora and seeds of the classes' entropy. */
  private static double mean(int rounds, Integer... above) throws IOException {
    float[][] train = LongTailFashion.vectors("train_first20000");
    int[] labels = LongTailFashion.labels("train");
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Integer> corpus = LongTailFashion.corpus(labels, train.length, seed);
      Dataset<Row> rows =
          ClusterRows.dataset(corpus.stream().map(row -> train[row]).toArray(float[][]::new), 2);
      CentroidTree tree = tree(rows, corpus.size(), seed, rounds, List.of(above));
      int[] kept = new int[LongTailFashion.CLASSES];
      for (Row row : kept(tree, rows, seed)) {
        kept[labels[corpus.get(Integer.parseInt(row.getString(0)))]]++;
      }
      sum += entropy(kept);
    }
    return sum / SEEDS;
  }

  private static CentroidTree tree(
      Dataset<Row> rows, int count, long seed, int rounds, List<Integer> above) {
    KMeansOptions options =
        new KMeansOptions(
            CLUSTERS,
            Metric.COSINE,
            25,
            0,
            KMeansOptions.Init.K_MEANS_PARALLEL,
            KMeansOptions.INIT_STEPS,
            seed,
            0,
            null);
    if (above.isEmpty()) {
      float[] centroids =
          new DistributedKMeans(options, line -> {})
              .fit(rows, count, IterationStore.NONE)
              .centroids();
      return CentroidTree.flat(centroids, centroids.length / CLUSTERS);
    }
    return new BottomUpKMeans(options, above, new Resampling(rounds, List.of()), line -> {})
        .fit(rows, count, IterationStore.NONE)
        .tree();
  }

  private static List<Row> kept(CentroidTree tree, Dataset<Row> rows, long seed) {
    List<int[]> parents = new ArrayList<>();
    for (int level = tree.levels().size() - 1; level > 0; level--) {
      parents.add(tree.levels().get(level).parents());
    }
    Policy balanced = new KeepHierarchical(CLUSTERS, parents, 1, ClusterSampling.RANDOM);
    return new Selection(balanced, KeepCount.rows(1500), seed)
        .apply(new PrototypeScore(tree).apply(rows).withColumn("score", lit(0.0)))
        .where("kept")
        .select("id")
        .collectAsList();
  }

  private static double entropy(int[] counts) {
    double total = 0;
    double sum = 0;
    for (int count : counts) {
      total += count;
      sum += count > 0 ? count * Math.log(count) : 0;
    }
    return (Math.log(total) - sum / total) / Math.log(counts.length);
  }
}

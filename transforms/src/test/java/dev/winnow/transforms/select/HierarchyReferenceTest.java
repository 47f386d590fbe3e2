package dev.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.DistributedKMeans;
import dev.winnow.transforms.cluster.IterationStore;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.levels.BottomUpKMeans;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.cluster.levels.Resampling;
import dev.winnow.transforms.select.policy.BalancedHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares balanced sampling of long-tailed corpora over clusters of clusters with a reference
 * implementation. The reference has three corpora of the same kind, whose classes are drawn
 * differently. Therefore the test compares means over corpora and seeds, within the spread of the
 * reference's figures.
 */
@Tag("long")
class HierarchyReferenceTest {

  private static final int CORPORA = 8;
  private static final int SEEDS = 3;
  private static final int KEPT = 1500;
  private static final String FLAT = "1-level k=[300]";
  private static final String ONCE = "3-level k=[300; 50; 12]";
  private static final String RESAMPLED = "3-level+resampling k=[300; 50; 12]";

  /** Entropy of the classes of the kept rows, by the reference's name of the method. */
  private static final Map<String, Double> ENTROPY = new TreeMap<>();

  /** Balanced accuracy with a tenth of the rows, minus that with as many random rows. */
  private static double gain;

  /** Entropy of the classes of the whole corpora. */
  private static double whole;

  private static float[][] train;
  private static int[] labels;

  @BeforeAll
  static void sample() throws IOException {
    Shared.path("reference/hier.csv");
    train = LongTailFashion.vectors("train_first20000");
    labels = LongTailFashion.labels("train");
    float[][] test = LongTailFashion.vectors("test_first4000");
    int[] testLabels = LongTailFashion.labels("t10k");
    for (int c = 0; c < CORPORA; c++) {
      List<Integer> corpus = LongTailFashion.corpus(labels, train.length, c);
      // The order begins with as many rows of small classes as of large ones; here a prefix is
      // random.
      Collections.shuffle(corpus, new Random(c));
      whole += entropy(corpus) / CORPORA;
      KMeansFit leaves = leaves(corpus, c);
      Clustered rows = new Clustered(corpus, leaves, ClusterRows.assign(vectors(corpus), leaves));
      CentroidTree flat = CentroidTree.flat(leaves.centroids(), leaves.dim());
      add(FLAT, CORPORA, rows.kept(flat, KEPT, c));
      for (int seed = 0; seed < SEEDS; seed++) {
        add(ONCE, CORPORA * SEEDS, rows.kept(fitAbove(leaves, 0, seed), KEPT, seed));
        add(RESAMPLED, CORPORA * SEEDS, rows.kept(fitAbove(leaves, 10, seed), KEPT, seed));
      }
      int tenth = corpus.size() / 10;
      List<Integer> balanced = rows.kept(fitAbove(leaves, 10, c), tenth, c);
      gain +=
          (RidgeClassifier.accuracy(train, labels, balanced, test, testLabels)
                  - RidgeClassifier.accuracy(
                      train, labels, corpus.subList(0, tenth), test, testLabels))
              / CORPORA;
    }
    System.out.printf(
        "entropy of classes %s, of the corpora %.4f; a tenth kept gains %.4f of balanced accuracy%n",
        ENTROPY, whole, gain);
  }

  private static void add(String method, int times, List<Integer> kept) {
    ENTROPY.merge(method, entropy(kept) / times, Double::sum);
  }

  private static float[][] vectors(List<Integer> corpus) {
    return corpus.stream().map(row -> train[row]).toArray(float[][]::new);
  }

  private static KMeansFit leaves(List<Integer> corpus, long seed) {
    return new DistributedKMeans(LongTailFashion.clusters(seed), line -> {})
        .fit(ClusterRows.dataset(vectors(corpus), 2), corpus.size(), IterationStore.NONE);
  }

  private static CentroidTree fitAbove(KMeansFit leaves, int rounds, long seed) {
    Resampling resampling = new Resampling(rounds, List.of());
    return new BottomUpKMeans(
            LongTailFashion.clusters(seed), List.of(50, 12), resampling, line -> {})
        .fitAbove(leaves, LocalSpark.session())
        .tree();
  }

  /** A corpus in random order, with the leaf of each row as the fit numbers them. */
  private record Clustered(List<Integer> corpus, KMeansFit leaves, int[] clusters) {

    /** Returns the rows that balanced sampling keeps. */
    List<Integer> kept(CentroidTree tree, int count, long seed) {
      int[] fitted = ClusterRows.assign(rows(tree.leaves().centroids(), tree.dim()), leaves);
      int[] numbers = new int[LongTailFashion.CLUSTERS];
      for (int leaf = 0; leaf < LongTailFashion.CLUSTERS; leaf++) {
        numbers[fitted[leaf]] = leaf;
      }
      long[] sizes = new long[LongTailFashion.CLUSTERS];
      for (int cluster : clusters) {
        sizes[numbers[cluster]]++;
      }
      List<int[]> parents = new ArrayList<>();
      for (int level = tree.levels().size() - 1; level > 0; level--) {
        parents.add(tree.levels().get(level).parents());
      }
      BalancedHierarchy order = new BalancedHierarchy(sizes, parents, 1, seed);
      long[] seen = new long[LongTailFashion.CLUSTERS];
      List<Integer> kept = new ArrayList<>();
      for (int i = 0; i < clusters.length; i++) {
        int leaf = numbers[clusters[i]];
        if (order.place(leaf, ++seen[leaf]) <= count) {
          kept.add(corpus.get(i));
        }
      }
      return kept;
    }

    private static float[][] rows(float[] centroids, int dim) {
      float[][] rows = new float[centroids.length / dim][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(centroids, i * dim, (i + 1) * dim);
      }
      return rows;
    }
  }

  /** Returns the entropy of the shares of the classes, divided by that of equal shares. */
  private static double entropy(List<Integer> rows) {
    int[] counts = new int[LongTailFashion.CLASSES];
    rows.forEach(row -> counts[labels[row]]++);
    double sum = 0;
    for (int count : counts) {
      sum += count > 0 ? count * Math.log(count) : 0;
    }
    return (Math.log(rows.size()) - sum / rows.size()) / Math.log(counts.length);
  }

  /** Returns the reference's entropies of a method, one for each corpus. */
  private static double[] reference(String method) throws IOException {
    return Files.readAllLines(Shared.path("reference/hier.csv")).stream()
        .map(line -> line.split(","))
        .filter(cells -> cells[0].equals("fashion_v1") && cells[4].equals(method))
        .mapToDouble(cells -> Double.parseDouble(cells[6]))
        .toArray();
  }

  @Test
  void classesAreAsEvenAsTheReferenceHasThemWithinTwoOfItsStandardDeviations() throws IOException {
    for (Map.Entry<String, Double> method : ENTROPY.entrySet()) {
      double[] reference = reference(method.getKey());
      double mean = Arrays.stream(reference).average().orElseThrow();
      double squares = Arrays.stream(reference).map(e -> (e - mean) * (e - mean)).sum();
      double deviation = Math.sqrt(squares / (reference.length - 1));
      assertEquals(mean, method.getValue(), 2 * deviation, method.getKey());
    }
  }

  @Test
  void levelsMakeClassesMoreEvenThanFlatClusters() {
    double levels = (ENTROPY.get(ONCE) + ENTROPY.get(RESAMPLED)) / 2;
    assertTrue(levels > ENTROPY.get(FLAT) + 0.005, ENTROPY.toString());
  }

  @Test
  void aTenthOfTheRowsTeachesMoreThanARandomOneByAsMuchAsInTheReference() throws IOException {
    List<Double> gains = new ArrayList<>();
    Map<String, Double> random = new TreeMap<>();
    for (String line : Files.readAllLines(Shared.path("reference/longtail.csv"))) {
      String[] cells = line.split(",");
      if (cells[0].equals("fashion_v1") && cells[4].equals("0.1")) {
        if (cells[5].equals("random")) {
          random.put(cells[3], Double.parseDouble(cells[7]));
        } else if (cells[5].equals("hier")) {
          gains.add(Double.parseDouble(cells[7]) - random.get(cells[3]));
        }
      }
    }
    double most = gains.stream().mapToDouble(g -> g).max().orElseThrow();
    assertTrue(gain > 0.01 && gain <= most, gain + " beside " + gains);
  }
}

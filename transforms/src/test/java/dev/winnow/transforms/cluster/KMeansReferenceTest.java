package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.score.PrototypeScore;
import java.nio.file.Files;
import java.util.List;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Clusters and scores against those that faiss and NumPy computed. */
class KMeansReferenceTest {

  @Test
  void scoresAtTheReferencesCentroids() throws Exception {
    checkScores("reference/embeddings/flowers128_v2.npy", "flowers_shared_v2_k100");
    checkScores("reference/embeddings/flowers128_v2.npy", "flowers_shared_v2_k5");
    checkScores("reference/embeddings/clinc150_static128.npy", "clinc_static128_k150");
    checkScores("reference/embeddings/clinc150_static128.npy", "clinc_static128_k500");
  }

  private static void checkScores(String embeddings, String name) throws Exception {
    float[][] vectors = Npy.matrix(Shared.path(embeddings));
    float[][] centroids = Npy.matrix(Shared.path("reference/" + name + "_centroids.npy"));
    double[] expected = new double[vectors.length];
    int[] clusters = new int[vectors.length];
    List<String> lines = Files.readAllLines(Shared.path("reference/" + name + "_scores.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",", -1);
      expected[Integer.parseInt(f[0])] = Double.parseDouble(f[2]);
      clusters[Integer.parseInt(f[0])] = Integer.parseInt(f[1]);
    }
    double[] found = new double[vectors.length];
    int same = 0;
    double worst = 0;
    int rows = 0;
    for (Row row : score(vectors, flat(centroids), centroids[0].length)) {
      int i = Integer.parseInt(row.getString(0));
      found[i] = row.getDouble(2);
      same += row.getInt(1) == clusters[i] ? 1 : 0;
      worst = Math.max(worst, Math.abs(found[i] - expected[i]));
      rows++;
    }
    double rank = new SpearmansCorrelation().correlation(found, expected);
    System.out.printf(
        "%s: %d rows, worst difference %.2e, Spearman %.6f, same cluster %.4f%%%n",
        name, rows, worst, rank, 100.0 * same / rows);
    assertTrue(worst <= 1e-5, name + " worst difference " + worst);
    assertTrue(rank >= 0.99999, name + " Spearman " + rank);
    assertTrue(same >= 0.9999 * rows, name + " same clusters " + same);
  }

  @Test
  void ownClustersAreAsTightAsTheReferences() throws Exception {
    own(
        "reference/embeddings/flowers128_v2.npy",
        "flowers_shared_v2_k100",
        100,
        384.469,
        1.01,
        0.80);
    own(
        "reference/embeddings/clinc150_static128.npy",
        "clinc_static128_k150",
        150,
        6999.643,
        1.01,
        0.86);
  }

  private static void own(
      String embeddings, String name, int k, double inertia, double factor, double spearman)
      throws Exception {
    float[][] vectors = Npy.matrix(Shared.path(embeddings));
    double[] expected = new double[vectors.length];
    List<String> lines = Files.readAllLines(Shared.path("reference/" + name + "_scores.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",", -1);
      expected[Integer.parseInt(f[0])] = Double.parseDouble(f[2]);
    }
    double best = Double.MAX_VALUE;
    double rank = 0;
    for (int seed = 0; seed < 5; seed++) {
      KMeansFit fit = ClusterRows.fit(vectors, k, seed);
      double cost = 0;
      double[] found = new double[vectors.length];
      for (Row row : score(vectors, fit.centroids(), fit.dim())) {
        found[Integer.parseInt(row.getString(0))] = row.getDouble(2);
        cost += row.getDouble(2);
      }
      if (cost < best) {
        best = cost;
        rank = new SpearmansCorrelation().correlation(found, expected);
      }
    }
    System.out.printf(
        "%s, own centroids, best of 5 seeds: inertia %.3f, %.4f of the reference's, Spearman %.4f%n",
        name, best, best / inertia, rank);
    assertTrue(best <= factor * inertia, name + " inertia " + best);
    assertTrue(rank >= spearman, name + " Spearman " + rank);
  }

  private static List<Row> score(float[][] vectors, float[] centroids, int dim) {
    LocalSpark.session();
    return new PrototypeScore(centroids, dim)
        .apply(ClusterRows.dataset(vectors, 2))
        .collectAsList();
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }
}

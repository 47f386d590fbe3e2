package dev.winnow.transforms.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.FashionMnist;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.image.RasterImage;
import dev.winnow.transforms.score.PrototypeScore;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares clusters and scores with those that faiss and NumPy computed. */
@Tag("long")
class KMeansReferenceTest {

  @ParameterizedTest(name = "{0}, k = {1}")
  @CsvSource({
    "flowers_shared_v2, 5",
    "flowers_shared_v2, 100",
    "clinc_static128, 150",
    "clinc_static128, 500",
    "fashion_pca64, 10",
    "fashion_pca64, 100",
  })
  void scoresAtTheReferencesCentroids(String data, int k) throws Exception {
    String name = data + "_k" + k;
    float[][] vectors = vectors(data);
    float[][] centroids = Npy.matrix(Shared.path("reference/" + name + "_centroids.npy"));
    double[] expected = new double[vectors.length];
    int[] clusters = new int[vectors.length];
    for (String[] f : csv("reference/" + name + "_scores.csv")) {
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

  /** Compares with the best inertia of the reference's seeds, up to a factor, and its ranking. */
  @ParameterizedTest(name = "{0}, k = {1}")
  @CsvSource({
    "flowers_shared_v2, 5, 1.02, 0",
    "flowers_shared_v2, 100, 1.01, 0.80",
    "clinc_static128, 150, 1.01, 0.86",
    "clinc_static128, 500, 1.01, 0",
    "fashion_pca64, 10, 1.02, 0.72",
    "fashion_pca64, 100, 1.01, 0.88",
  })
  void ownClustersAreAsTightAsTheReferences(String data, int k, double factor, double leastSpearman)
      throws Exception {
    float[][] vectors = vectors(data);
    double[] expected = new double[vectors.length];
    for (String[] f : csv("reference/" + data + "_k" + k + "_scores.csv")) {
      expected[Integer.parseInt(f[0])] = Double.parseDouble(f[2]);
    }
    double inertia = Double.NaN;
    for (String[] f : csv("reference/kmeans.csv")) {
      if (f[0].equals(data) && Integer.parseInt(f[3]) == k) {
        inertia = Double.parseDouble(f[6]);
      }
    }
    double best = Double.MAX_VALUE;
    double rank = 0;
    int seeds = 0;
    // The test compares the best of five seeds, and stops at the first seed that is good enough.
    for (int seed = 0; seed < 5 && !(best <= factor * inertia && rank >= leastSpearman); seed++) {
      KMeansFit fit = ClusterRows.fit(vectors, k, seed);
      seeds = seed + 1;
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
        "%s, k = %d, own centroids, best of %d seeds: inertia %.3f, %.4f of the reference's, Spearman %.4f%n",
        data, k, seeds, best, best / inertia, rank);
    assertTrue(best <= factor * inertia, data + " inertia " + best + " against " + inertia);
    assertTrue(rank >= leastSpearman, data + " Spearman " + rank);
  }

  private static float[][] vectors(String data) throws Exception {
    return switch (data) {
      case "flowers_shared_v2" -> Npy.matrix(Shared.path("reference/embeddings/flowers128_v2.npy"));
      case "clinc_static128" ->
          Npy.matrix(Shared.path("reference/embeddings/clinc150_static128.npy"));
      default -> fashion();
    };
  }

  /** Returns pixels divided by 255, centred, and projected on the reference's 64 components. */
  private static float[][] fashion() throws Exception {
    float[] mean;
    float[][] components;
    try (ZipFile zip = new ZipFile(Shared.path("reference/fashion_pca64.npz").toFile())) {
      mean = Npy.matrix(zip.getInputStream(zip.getEntry("mean.npy")).readAllBytes())[0];
      components = Npy.matrix(zip.getInputStream(zip.getEntry("components.npy")).readAllBytes());
    }
    List<RasterImage> images = FashionMnist.read("train").images();
    float[][] vectors = new float[images.size()][];
    IntStream.range(0, vectors.length)
        .parallel()
        .forEach(
            i -> {
              byte[] pixels = images.get(i).pixels();
              double[] sums = new double[components[0].length];
              for (int p = 0; p < pixels.length; p++) {
                double centred = (pixels[p] & 0xff) / 255.0 - mean[p];
                for (int j = 0; j < sums.length; j++) {
                  sums[j] += centred * components[p][j];
                }
              }
              vectors[i] = new float[sums.length];
              for (int j = 0; j < sums.length; j++) {
                vectors[i][j] = (float) sums[j];
              }
            });
    return vectors;
  }

  private static List<String[]> csv(String file) throws Exception {
    List<String> lines = Files.readAllLines(Shared.path(file));
    return lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  private static List<Row> score(float[][] vectors, float[] centroids, int dim) {
    LocalSpark.session();
    return new PrototypeScore(CentroidTree.flat(centroids, dim))
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

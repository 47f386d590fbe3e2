package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Probe;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.cluster.ClusterRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on real corpora: every row decided, the laws kept, and the reference's scores. */
@Tag("long")
class RealCorporaTest {

  @TempDir private static Path folder;

  /** Runs a recipe, checks the laws, and returns the folder of its tables. */
  private static Path curate(String name, long rows, long kept, String sections) {
    long start = System.nanoTime();
    RunReport report =
        WholeRuns.run(
            "apiVersion: winnow/v1\nname: " + name + "\nwarehouse: " + folder + "\n" + sections);
    Path tables = folder.resolve(name);
    System.out.printf(
        "%s: %d rows in, %s kept, digest %.16s, whole job %.0f s%n",
        name,
        rows,
        WholeRuns.stage(report, "publish").get("rows"),
        report.json().get("digest"),
        (System.nanoTime() - start) / 1e9);
    assertEquals(
        List.of(),
        Laws.violations(
            WholeRuns.table(tables, "decisions"),
            WholeRuns.table(tables, "curated"),
            rows,
            new BigDecimal("0.8")));
    assertEquals(kept, WholeRuns.table(tables, "curated").count());
    assertEquals(0, WholeRuns.table(tables, "quarantine").count());
    return tables;
  }

  @Test
  void photographsThroughAnImageModelAtTheReferencesPrototypes() throws Exception {
    Path photographs = Shared.path("data/images/flowers128");
    Path tables =
        curate(
            "flowers",
            2500,
            2000,
            """
            input: {format: images, path: %s}
            embed: {encoder: djl, model: %s, output: embedding}
            cluster: {prototypes: %s}
            prune: {keep: hard, keep_fraction: 0.8, balance: {floor: 0.5}}
            """
                .formatted(
                    photographs,
                    Shared.path("models/mobilenet_v2_1.0_224"),
                    Shared.path("reference/flowers_shared_v2_k100_centroids.npy")));
    float[][] vectors = Npy.matrix(Shared.path("reference/embeddings/flowers128_v2.npy"));
    Map<String, Integer> rowOf = new HashMap<>();
    List<String> manifest = Files.readAllLines(photographs.resolve("manifest.csv"));
    for (int i = 1; i < manifest.size(); i++) {
      rowOf.put(manifest.get(i).split(",", -1)[0], i - 1);
    }
    double[] scores = new double[vectors.length];
    for (String line :
        Files.readAllLines(Shared.path("reference/flowers_shared_v2_k100_scores.csv"))) {
      String[] f = line.split(",", -1);
      if (!f[0].equals("row")) {
        scores[Integer.parseInt(f[0])] = Double.parseDouble(f[2]);
      }
    }
    double[] cosines = new double[vectors.length];
    double[] found = new double[vectors.length];
    for (Row row :
        WholeRuns.table(tables, "examples")
            .select("id", "source")
            .join(WholeRuns.table(tables, "embeddings").select("id", "embedding"), "id")
            .join(WholeRuns.table(tables, "scores").select("id", "cosine_dist_to_cent"), "id")
            .collectAsList()) {
      int i = rowOf.get(row.getString(1).replaceFirst(".*/([^/]+/[^/]+)$", "$1"));
      cosines[i] = Probe.cosine(vector(row.getList(2)), vectors[i]);
      found[i] = row.getDouble(3);
    }
    double rank = new SpearmansCorrelation().correlation(found, scores);
    Arrays.sort(cosines);
    double median = cosines[cosines.length / 2];
    double low = cosines[cosines.length / 20];
    System.out.printf(
        "mobilenet_v2 on 2500 photographs: cosine median %.4f, 5th percentile %.4f, Spearman of"
            + " scores %.4f%n",
        median, low, rank);
    assertTrue(median >= 0.98, "median cosine " + median);
    assertTrue(low >= 0.95, "5th percentile of cosines " + low);
    assertTrue(rank >= 0.96, "Spearman of scores " + rank);
  }

  /**
   * The probe is trained on the 60,000 training images and tested on the other 10,000; the encoder,
   * which sees no labels, was fitted on a sample of all of them.
   */
  @Test
  void greyImagesOfIdxFilesWithoutWeights() throws Exception {
    Path tables =
        curate(
            "fashion",
            70_000,
            56_000,
            """
            input: {format: idx, path: %s}
            embed: {encoder: patch-kmeans}
            cluster: {k: 100, iterations: 10}
            prune: {keep: hard, keep_fraction: 0.8, balance: {floor: 0.5}}
            """
                .formatted(Shared.path("data/images/fashion-mnist")));
    List<float[]> trainVectors = new ArrayList<>();
    List<float[]> testVectors = new ArrayList<>();
    List<String> trainLabels = new ArrayList<>();
    List<String> testLabels = new ArrayList<>();
    for (Row row :
        WholeRuns.table(tables, "examples")
            .select("id", "source", "label")
            .join(WholeRuns.table(tables, "embeddings").select("id", "embedding"), "id")
            .orderBy("source")
            .collectAsList()) {
      boolean train = row.getString(1).contains("/train-images");
      (train ? trainVectors : testVectors).add(vector(row.getList(3)));
      (train ? trainLabels : testLabels).add(row.getString(2));
    }
    float[][] train = trainVectors.toArray(float[][]::new);
    String[] labels = trainLabels.toArray(String[]::new);
    double accuracy =
        Probe.accuracy(
            train, labels, testVectors.toArray(float[][]::new), testLabels.toArray(String[]::new));
    double nmi = 0;
    for (int seed = 0; seed < 3; seed++) {
      nmi += Probe.nmi(ClusterRows.assign(train, ClusterRows.fit(train, 10, seed)), labels) / 3;
    }
    System.out.printf(
        "patch-kmeans 256 on Fashion-MNIST: probe %.4f, NMI at k = 10 %.4f%n", accuracy, nmi);
    assertEquals(10_000, testLabels.size());
    assertTrue(accuracy >= 0.895, "probe must be at least 0.895, got " + accuracy);
    assertTrue(nmi >= 0.58, "NMI must be at least 0.58, got " + nmi);
  }

  private static float[] vector(List<Float> values) {
    float[] vector = new float[values.size()];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = values.get(j);
    }
    return vector;
  }

  @Test
  void queriesThroughATextModel() {
    Path tables =
        curate(
            "clinc",
            23_700,
            18_960,
            """
            input: {format: jsonl, path: %s, id: id, label: label}
            embed: {encoder: djl, model: %s, output: sentence_embedding, batch: 256}
            cluster: {k: 150}
            prune: {keep: easy, keep_fraction: 0.8, balance: {floor: 0.5}}
            """
                .formatted(
                    Shared.path("data/text/clinc150.jsonl.gz"),
                    Shared.path("models/text-static-128")));
    assertEquals(
        151,
        WholeRuns.table(tables, "curated")
            .where(col("label").isNotNull())
            .select("label")
            .distinct()
            .count());
  }

  /** The probe leaves the queries of no intent out, which the encoder has seen. */
  @Test
  void queriesWithoutWeights() throws Exception {
    Path queries = Shared.path("data/text/clinc150.jsonl.gz");
    Path tables =
        curate(
            "clinc-tfidf",
            23_700,
            18_960,
            """
            input: {format: jsonl, path: %s, id: id, label: label}
            cluster: {k: 150}
            prune: {keep: middle, keep_fraction: 0.8, balance: {by: cluster, floor: 0.5}}
            """
                .formatted(queries));
    List<JsonTexts> intents =
        JsonTexts.read(queries).stream().filter(t -> !t.label().equals("oos")).toList();
    double accuracy =
        probe(tables, intents, t -> t.split().equals("train"), t -> t.split().equals("test"));
    System.out.printf("tfidf-svd 256 on clinc150 without oos: probe %.4f%n", accuracy);
    assertTrue(accuracy >= 0.87, "probe must be at least 0.87, got " + accuracy);
  }

  @Test
  void longReviewsWithoutWeights() throws Exception {
    Path reviews = Shared.path("data/text/imdb-20k.jsonl.gz");
    Path tables =
        curate(
            "imdb",
            20_000,
            16_000,
            """
            input: {format: jsonl, path: %s, id: id, label: label}
            prune: {keep: hard, keep_fraction: 0.8}
            """
                .formatted(reviews));
    double accuracy =
        probe(
            tables,
            JsonTexts.read(reviews),
            t -> !ofTheTestFifth(t.id()),
            t -> ofTheTestFifth(t.id()));
    System.out.printf("tfidf-svd 256 on imdb-20k: probe %.4f%n", accuracy);
    assertTrue(accuracy >= 0.885, "probe must be at least 0.885, got " + accuracy);
  }

  private static boolean ofTheTestFifth(String id) {
    String digest = Hashes.sha256(id.getBytes(StandardCharsets.UTF_8));
    return new BigInteger(digest, 16).mod(BigInteger.valueOf(5)).signum() == 0;
  }

  /** Accuracy of a probe of the vectors that a run left. */
  private static double probe(
      Path tables, List<JsonTexts> texts, Predicate<JsonTexts> train, Predicate<JsonTexts> test) {
    Map<String, float[]> vectors = new HashMap<>();
    for (Row row :
        WholeRuns.table(tables, "embeddings").select("id", "embedding").collectAsList()) {
      vectors.put(row.getString(0), vector(row.getList(1)));
    }
    List<JsonTexts> trained = texts.stream().filter(train).toList();
    List<JsonTexts> tested = texts.stream().filter(test).toList();
    return Probe.accuracy(
        trained.stream().map(t -> vectors.get(t.id())).toArray(float[][]::new),
        trained.stream().map(JsonTexts::label).toArray(String[]::new),
        tested.stream().map(t -> vectors.get(t.id())).toArray(float[][]::new),
        tested.stream().map(JsonTexts::label).toArray(String[]::new));
  }
}

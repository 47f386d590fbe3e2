package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Npy;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.cluster.KMeansFit;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.embed.EncoderInput;
import dev.winnow.transforms.embed.djl.DjlEncoder;
import dev.winnow.transforms.embed.model.DjlOptions;
import dev.winnow.transforms.kernel.UnitVector;
import dev.winnow.transforms.score.PrototypeScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares with the released algorithm as NumPy computed it, on photographs and on queries with
 * planted copies.
 */
@Tag("long")
class SemDeDupReferenceTest {

  private static final StructType EMBEDDINGS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private static final double TOLERANCE = 1e-5;

  @Test
  void dropsThePhotographsThatTheReferenceDrops() throws Exception {
    check(photographs(), "dedup_flowers_k50_centroids.npy", "semdedup_flowers.csv", 0.10);
  }

  @Test
  void dropsTheQueriesThatTheReferenceDrops() throws Exception {
    check(
        queries(),
        "dedup_clinc150_text-static-128_k150_centroids.npy",
        "semdedup_clinc150.csv",
        0.05);
  }

  /** The number of dropped rows depends on the centroids; the bands are those of NumPy's seeds. */
  @Test
  void ownCentroidsOfPhotographsRemoveAsMuch() throws Exception {
    Map<String, Integer> places = new HashMap<>();
    for (String[] fields : csv("data/images/flowers128/manifest.csv")) {
      places.put(fields[0], places.size());
    }
    List<Integer> sources =
        csv("data/images/flowers128-dups/manifest.csv").stream()
            .map(fields -> places.get(fields[1]))
            .toList();
    Removed removed = ownCentroids(photographs(), 50, 0.10, sources);
    assertTrue(removed.share() >= 0.085 && removed.share() <= 0.11, removed.toString());
    assertTrue(removed.recall() >= 0.56 && removed.recall() <= 0.65, removed.toString());
  }

  @Test
  void ownCentroidsOfQueriesRemoveAsMuch() throws Exception {
    Map<String, Integer> places = new HashMap<>();
    for (JsonTexts text : JsonTexts.read(Shared.path("data/text/clinc150.jsonl.gz"))) {
      places.put(text.id(), places.size());
    }
    List<Integer> sources =
        JsonTexts.read(Shared.path("data/text/clinc150-dups.jsonl.gz")).stream()
            .map(copy -> places.get(copy.source()))
            .toList();
    Removed removed = ownCentroids(queries(), 150, 0.05, sources);
    assertTrue(removed.share() >= 0.19 && removed.share() <= 0.201, removed.toString());
    assertTrue(removed.recall() >= 0.67 && removed.recall() <= 0.70, removed.toString());
  }

  /**
   * Result of a deduplication.
   *
   * @param share removed share of all rows
   * @param recall share of the copies that are not kept together with their source
   */
  private record Removed(double share, double recall) {

    static Removed of(Set<Integer> dropped, int rows, List<Integer> sources) {
      int first = rows - sources.size();
      long caught = 0;
      for (int i = 0; i < sources.size(); i++) {
        caught += dropped.contains(first + i) || dropped.contains(sources.get(i)) ? 1 : 0;
      }
      return new Removed((double) dropped.size() / rows, (double) caught / sources.size());
    }
  }

  private static Removed ownCentroids(
      List<float[]> vectors, int k, double epsilon, List<Integer> sources) {
    float[][] matrix = vectors.toArray(float[][]::new);
    KMeansFit fit = ClusterRows.fit(matrix, k, 0);
    List<Row> points = new ArrayList<>();
    for (Row score :
        new PrototypeScore(CentroidTree.flat(fit.centroids(), fit.dim()))
            .apply(ClusterRows.dataset(matrix, 2))
            .collectAsList()) {
      points.add(
          RowFactory.create(
              score.getString(0),
              score.getInt(1),
              score.getDouble(2),
              UnitVector.of(matrix[Integer.parseInt(score.getString(0))]).vector()));
    }
    SemanticOptions options = new SemanticOptions(epsilon, Rule.REFERENCE, WhichToKeep.HARD, 1, 0);
    try (SemanticDuplicates duplicates =
        new SemanticDuplicates(options, LocalSpark.rows(Point.SCHEMA, 2, points))) {
      Removed removed = Removed.of(dropped(duplicates), vectors.size(), sources);
      System.out.printf(
          "own centroids, k = %d, epsilon %.2f: removes %.2f%%, recall %.3f%n",
          k, epsilon, 100 * removed.share(), removed.recall());
      return removed;
    }
  }

  private static Set<Integer> dropped(SemanticDuplicates duplicates) {
    return duplicates.duplicates().select("id").collectAsList().stream()
        .map(row -> Integer.parseInt(row.getString(0)))
        .collect(Collectors.toSet());
  }

  private static List<String[]> csv(String file) throws IOException {
    return Files.readAllLines(Shared.path(file)).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }

  private static List<float[]> photographs() throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (String file : new String[] {"flowers128_v2.npy", "flowers128_dups_v2.npy"}) {
      vectors.addAll(Arrays.asList(Npy.matrix(Shared.path("reference/embeddings/" + file))));
    }
    return vectors;
  }

  private static List<float[]> queries() throws Exception {
    List<float[]> vectors =
        new ArrayList<>(
            Arrays.asList(Npy.matrix(Shared.path("reference/embeddings/clinc150_static128.npy"))));
    DjlOptions options =
        new DjlOptions(
            Shared.path("models/text-static-128").toString(),
            null,
            "sentence_embedding",
            null,
            null,
            null,
            "auto",
            64,
            1,
            Map.of(),
            Map.of());
    Path copies = Shared.path("data/text/clinc150-dups.jsonl.gz");
    try (DjlEncoder encoder = DjlEncoder.load(options)) {
      vectors.addAll(
          Arrays.asList(
              encoder.encode(
                  JsonTexts.read(copies).stream().map(t -> EncoderInput.of(t.text())).toList())));
    }
    return vectors;
  }

  private static void check(List<float[]> vectors, String centroids, String csv, double epsilon)
      throws Exception {
    float[][] prototypes = Npy.matrix(Shared.path("reference/" + centroids));
    List<String[]> expected = csv("reference/" + csv);
    assertEquals(expected.size(), vectors.size());
    Dataset<Row> rows = scored(vectors, prototypes, expected);
    SemanticOptions options = new SemanticOptions(epsilon, Rule.REFERENCE, WhichToKeep.HARD, 1, 0);
    try (SemanticDuplicates duplicates = new SemanticDuplicates(options, rows)) {
      double[] greatest = new double[vectors.size()];
      Arrays.fill(greatest, -1);
      for (Row row :
          duplicates
              .ids()
              .join(duplicates.maxima().withColumnRenamed("later", "place"), "place")
              .select("id", "product")
              .collectAsList()) {
        greatest[Integer.parseInt(row.getString(0))] = Threshold.cosine(row.getFloat(1));
      }
      Set<Integer> dropped = dropped(duplicates);
      double worst = 0;
      int removed = 0;
      List<String> wrong = new ArrayList<>();
      for (String[] fields : expected) {
        int row = Integer.parseInt(fields[0]);
        double cosine = Double.parseDouble(fields[3]);
        worst = Math.max(worst, Math.abs(greatest[row] - cosine));
        boolean falls = cosine > 1 - epsilon;
        removed += falls ? 1 : 0;
        if (Math.abs(greatest[row] - cosine) > TOLERANCE
            || falls != dropped.contains(row) && Math.abs(cosine - (1 - epsilon)) > TOLERANCE) {
          wrong.add(
              String.join(",", fields) + " got " + greatest[row] + " " + dropped.contains(row));
        }
      }
      System.out.printf(
          "%s: %d rows, worst difference %.2e, removed %d, the reference's %d%n",
          csv, expected.size(), worst, dropped.size(), removed);
      assertEquals(List.of(), wrong);
      assertTrue(removed > 200, "removed " + removed);
    }
  }

  /**
   * Returns the rows with the reference's distances, which agree with ours. Rows of the same words
   * have distances that differ by rounding only, so the reference's order is as good as any other.
   * Among rows of equal printed distances, the partner that it gives a row comes first. Names are
   * the rows' numbers in seven digits, so that other ties follow the reference's order too.
   */
  private static Dataset<Row> scored(
      List<float[]> vectors, float[][] prototypes, List<String[]> expected) {
    int dim = prototypes[0].length;
    float[] flat = new float[prototypes.length * dim];
    for (int c = 0; c < prototypes.length; c++) {
      System.arraycopy(prototypes[c], 0, flat, c * dim, dim);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      rows.add(RowFactory.create("%07d".formatted(i), UnitVector.of(vectors.get(i)).vector()));
    }
    Set<Integer> earlier =
        expected.stream()
            .filter(
                fields ->
                    !fields[4].equals("-1")
                        && expected.get(Integer.parseInt(fields[4]))[2].equals(fields[2]))
            .map(fields -> Integer.parseInt(fields[4]))
            .collect(Collectors.toSet());
    List<Row> points = new ArrayList<>();
    for (Row score :
        new PrototypeScore(CentroidTree.flat(flat, dim))
            .apply(LocalSpark.rows(EMBEDDINGS, 2, rows))
            .collectAsList()) {
      int row = Integer.parseInt(score.getString(0));
      String[] fields = expected.get(row);
      double distance = Double.parseDouble(fields[2]);
      assertEquals(Integer.parseInt(fields[1]), score.getInt(1), "cluster of row " + row);
      assertEquals(distance, score.getDouble(2), TOLERANCE, "distance of row " + row);
      points.add(
          RowFactory.create(
              score.getString(0),
              score.getInt(1),
              earlier.contains(row) ? distance + 1e-9 : distance,
              rows.get(row).get(1)));
    }
    return LocalSpark.rows(Point.SCHEMA, 2, points);
  }
}

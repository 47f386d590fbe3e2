package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.check.Laws;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two encoders on the same texts, through the whole job. */
class SeveralEncodersTest {

  private static final int TEXTS = 120;

  @TempDir private static Path folder;
  private static RunReport report;

  /** Texts of six topics; every tenth is a copy of the text before it, and one has no words. */
  @BeforeAll
  static void runOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder lines = new StringBuilder();
    String text = "";
    for (int i = 0; i < TEXTS; i++) {
      if (i % 10 != 9) {
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < 8; word++) {
          words.append(random.nextInt(3) == 0 ? "common" : "topic" + i % 6 + "x");
          words.append(random.nextInt(9)).append(' ');
        }
        text = words.toString();
      }
      String content = i == 50 ? "?!" : text;
      lines.append(
          "{\"id\": \"t%d\", \"text\": \"%s\", \"label\": \"%d\"}\n".formatted(i, content, i % 6));
    }
    Files.writeString(folder.resolve("texts.jsonl"), lines);
    report = withPartitions("1", () -> run("tables"));
  }

  private static RunReport withPartitions(String partitions, Supplier<RunReport> run) {
    RuntimeConfig conf = LocalSpark.session().conf();
    String before = conf.get("spark.sql.shuffle.partitions");
    conf.set("spark.sql.shuffle.partitions", partitions);
    try {
      return run.get();
    } finally {
      conf.set("spark.sql.shuffle.partitions", before);
    }
  }

  private static RunReport run(String tables, String... sets) {
    return WholeRuns.run(
        """
        apiVersion: winnow/v1
        name: two
        warehouse: %s
        input: {format: jsonl, path: %s, id: id, label: label}
        embed: [{name: coarse, dim: 2}, {name: fine, dim: 12}]
        cluster: {k: 6, iterations: 4}
        prune: {keep: hard, keep_fraction: 0.6, balance: {floor: 0.5}}
        """
            .formatted(folder.resolve(tables), folder.resolve("texts.jsonl")),
        sets);
  }

  /** Reads a table as a stage of the first run wrote it. */
  private static Dataset<Row> table(String stage, String name) {
    return WholeRuns.table(folder.resolve("tables/two"), name, report, stage);
  }

  @Test
  void hardnessIsTheMeanOfTheRankQuantilesOfBothScores() {
    List<Row> scores = table("score", "scores").collectAsList();
    assertEquals(TEXTS - 1, scores.size());
    List<Double> coarse = scores.stream().map(r -> r.<Double>getAs("prototype_coarse")).toList();
    List<Double> fine = scores.stream().map(r -> r.<Double>getAs("prototype_fine")).toList();
    for (int i = 0; i < scores.size(); i++) {
      double expected =
          (rank(coarse, coarse.get(i)) + rank(fine, fine.get(i))) / (2.0 * scores.size());
      assertEquals(expected, scores.get(i).<Double>getAs("hardness"), 1e-15);
      assertEquals(coarse.get(i), scores.get(i).<Double>getAs("cosine_dist_to_cent"));
    }
    assertNotEquals(coarse, fine);
  }

  private static double rank(List<Double> scores, double of) {
    long lower = scores.stream().filter(s -> s < of).count();
    long equal = scores.stream().filter(s -> s == of).count();
    return lower + (equal + 1) / 2.0;
  }

  @Test
  void decisionsKeepTheirLawsAndNameTheMetric() {
    Dataset<Row> decisions = table("prune", "decisions");
    assertEquals(
        List.of(),
        Laws.violations(decisions, table("publish", "curated"), TEXTS, new BigDecimal("0.6")));
    assertEquals(List.of("rank-average"), metrics(decisions));
    Map<String, Double> hardness = new TreeMap<>();
    for (Row row : table("score", "scores").select("id", "hardness").collectAsList()) {
      hardness.put(row.getString(0), row.getDouble(1));
    }
    for (Row row : decisions.where("reason != 'quarantined'").collectAsList()) {
      assertEquals(hardness.get(row.<String>getAs("id")), row.<Double>getAs("score"));
    }
  }

  @Test
  void everyEncoderHasItsVectorsAndItsPrototypes() {
    Map<String, Long> vectors = new TreeMap<>();
    for (Row row : table("embed", "embeddings").groupBy("encoder").count().collectAsList()) {
      vectors.put(row.getString(0), row.getLong(1));
    }
    assertEquals(2, vectors.size());
    assertEquals(List.of(TEXTS - 1L, TEXTS - 1L), new ArrayList<>(vectors.values()));
    for (Map.Entry<String, Integer> dim :
        Map.of("prototypes", 2, "prototypes_fine", 12).entrySet()) {
      Row sizes =
          table("cluster", dim.getKey()).selectExpr("sum(size)", "max(size(prototype))").first();
      assertEquals(TEXTS - 1, sizes.getLong(0));
      assertEquals(dim.getValue(), sizes.getInt(1));
    }
    Map<?, ?> released = WholeRuns.stage(report, "cluster");
    assertEquals(
        new TreeSet<>(List.of("assignments", "assignments_fine", "prototypes", "prototypes_fine")),
        new TreeSet<>(((Map<?, ?>) released.get("versions")).keySet()));
  }

  @Test
  void aRowThatEncodersRefuseIsQuarantinedOnce() {
    List<Row> refused = table("embed", "quarantine").collectAsList();
    assertEquals(1, refused.size());
    assertEquals("t50", refused.get(0).getAs("id"));
    assertEquals("zero_vector", refused.get(0).getAs("code"));
    assertEquals(
        "encoder coarse: embedding must not be the zero vector; the encoder found no known feature",
        refused.get(0).getAs("message"));
    assertEquals(0, table("embed", "embeddings").where("id = 't50'").count());
  }

  @Test
  @Tag("long")
  void onePartitionAndSevenGiveOneDigest() {
    RunReport other = withPartitions("7", () -> run("elsewhere"));
    assertEquals(report.json().get("digest"), other.json().get("digest"));
    assertEquals(report.json().get("run_id"), other.json().get("run_id"));
  }

  @Test
  @Tag("long")
  void clustersMayBeThoseOfTheOtherEncoderWithTheSameHardness() {
    RunReport other = run("tables", "cluster.by=fine");
    assertEquals("reused", WholeRuns.stage(other, "embed").get("state"));
    Path tables = folder.resolve("tables/two");
    Dataset<Row> scores = WholeRuns.table(tables, "scores", other, "score");
    assertEquals(0, scores.where("cosine_dist_to_cent != prototype_fine").count());
    String both = "id, hardness, prototype_coarse, prototype_fine";
    assertEquals(
        table("score", "scores").selectExpr(both.split(", ")).orderBy("id").collectAsList(),
        scores.selectExpr(both.split(", ")).orderBy("id").collectAsList());
    assertTrue(other.card().contains("by encoder fine"), other.card());
    assertEquals(
        12,
        WholeRuns.table(tables, "prototypes", other, "cluster")
            .selectExpr("max(size(prototype))")
            .first()
            .getInt(0));
  }

  @Test
  void oneEncoderAfterwardsHasTheColumnsOfOneAndTheReleaseOfBothReadsAsBefore() {
    Path tables = folder.resolve("tables/two");
    RunReport single = run("tables", "embed={dim: 12}");
    assertEquals(
        List.of("id", "cluster_id", "cosine_dist_to_cent", "hardness"),
        List.of(WholeRuns.table(tables, "scores", single, "score").columns()));
    assertEquals(
        List.of("prototype"), metrics(WholeRuns.table(tables, "decisions", single, "prune")));
    RunReport again = run("tables");
    assertEquals(true, again.json().get("reused"));
    assertEquals(6, WholeRuns.table(tables, "scores", again, "score").columns().length);
  }

  private static List<String> metrics(Dataset<Row> decisions) {
    return decisions
        .where(col("metric").isNotNull())
        .select("metric")
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}

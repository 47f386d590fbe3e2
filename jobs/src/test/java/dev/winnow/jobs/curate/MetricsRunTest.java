package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.check.Laws;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All metrics on ready embeddings of three labels, through the whole job. */
class MetricsRunTest {

  private static final int ROWS = 90;

  /** All metrics except el2n, which is computed because it ranks. */
  private static final String OTHERS =
      "score.metrics=[prototype, supervised-prototype, density, forgetting, margin, confidence,"
          + " random]";

  @TempDir private static Path folder;
  private static RunReport report;

  /** Every fifteenth row has the label of another, every tenth has none. */
  @BeforeAll
  static void runOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(23);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      List<Double> vector = new ArrayList<>();
      for (int j = 0; j < 6; j++) {
        vector.add((j == i % 3 ? 2 : 0) + random.nextDouble() - 0.5);
      }
      boolean wrong = i % 15 == 4;
      String label = "\"c" + (wrong ? i + 1 : i) % 3 + "\"";
      lines.append(
          "{\"id\": \"%s%d\", \"embedding\": %s, \"label\": %s, \"unlabelled\": null}\n"
              .formatted(wrong ? "wrong" : "right", i, vector, i % 10 == 0 ? "null" : label));
    }
    Files.writeString(folder.resolve("vectors.jsonl"), lines);
    report = run("tables", "label: label", OTHERS, "prune.metric=el2n");
  }

  private static RunReport run(String tables, String label, String... sets) {
    return WholeRuns.run(
        """
        apiVersion: winnow/v1
        name: metrics
        warehouse: %s
        input: {format: jsonl, path: %s, modality: embedding, id: id, content: embedding, %s}
        cluster: {k: 4, iterations: 4}
        prune: {keep: easy, keep_fraction: 0.8}
        """
            .formatted(folder.resolve(tables), folder.resolve("vectors.jsonl"), label),
        sets);
  }

  private static Dataset<Row> table(RunReport of, String stage, String name) {
    return WholeRuns.table(folder.resolve("tables/metrics"), name, of, stage);
  }

  private static Map<?, ?> details(RunReport of) {
    return (Map<?, ?>) WholeRuns.stage(of, "score").get("details");
  }

  @Test
  void everyMetricIsAColumnAndHardnessIsTheMetricThatRanks() {
    Dataset<Row> scores = table(report, "score", "scores");
    assertEquals(
        List.of(
            "id",
            "cluster_id",
            "cosine_dist_to_cent",
            "hardness",
            "supervised_prototype",
            "density",
            "el2n",
            "forgetting",
            "margin",
            "confidence",
            "random"),
        List.of(scores.columns()));
    assertEquals(ROWS, scores.count());
    assertEquals(0, scores.where("hardness != el2n").count());
    Dataset<Row> decisions = table(report, "prune", "decisions");
    assertEquals(ROWS, decisions.where("metric = 'el2n'").count());
    assertEquals(
        List.of(),
        Laws.violations(
            decisions, table(report, "publish", "curated"), ROWS, new BigDecimal("0.8")));
  }

  @Test
  void keepEasyByEl2nDropsTheMislabelledRows() {
    Dataset<Row> decisions = table(report, "prune", "decisions");
    assertEquals(6, decisions.where("id like 'wrong%'").count());
    assertEquals(0, decisions.where("id like 'wrong%' and kept").count());
  }

  @Test
  void rowsWithoutALabelRankInTheMiddleAndAreCounted() {
    Dataset<Row> scores = table(report, "score", "scores");
    Dataset<Row> unlabelled =
        scores.join(table(report, "ingest", "examples").where("label is null").select("id"), "id");
    assertEquals(9, unlabelled.count());
    assertEquals(1, unlabelled.select("el2n").distinct().count());
    assertEquals(0, unlabelled.where("supervised_prototype != cosine_dist_to_cent").count());
    double mean = unlabelled.first().getAs("el2n");
    assertTrue(scores.where("el2n < " + mean).count() > 0);
    assertTrue(scores.where("el2n > " + mean).count() > 0);
    assertEquals(9L, ((Number) details(report).get("unlabelled")).longValue());
    assertEquals(81L, ((Number) details(report).get("labelled")).longValue());
    assertEquals(3L, ((Number) details(report).get("labels")).longValue());
  }

  @Test
  void densityIsOneValuePerClusterMadeFromThePrototypes() {
    Dataset<Row> scores = table(report, "score", "scores");
    assertEquals(4, scores.select("cluster_id", "density").distinct().count());
    for (Row row :
        scores
            .select("cluster_id", "density")
            .distinct()
            .join(table(report, "cluster", "prototypes").where("level = 0"), "cluster_id")
            .collectAsList()) {
      double separation = row.<Double>getAs("density") / row.<Double>getAs("mean_distance");
      assertTrue(separation > 0 && separation < 2, separation + " from the other prototypes");
    }
  }

  @Test
  @Tag("long")
  void aRankAverageOfTwoMetricsIsTheMeanOfTheirQuantiles() {
    RunReport both =
        run(
            "tables",
            "label: label",
            "score.metrics=[prototype, margin]",
            "prune.metric=rank-average");
    assertEquals("reused", WholeRuns.stage(both, "cluster").get("state"));
    List<Row> scores = table(both, "score", "scores").collectAsList();
    List<Double> distance = scores.stream().map(r -> r.<Double>getAs(2)).toList();
    List<Double> margin = scores.stream().map(r -> r.<Double>getAs("margin")).toList();
    for (int i = 0; i < scores.size(); i++) {
      double expected =
          (rank(distance, distance.get(i)) + rank(margin, margin.get(i))) / (2.0 * ROWS);
      assertEquals(expected, scores.get(i).<Double>getAs("hardness"), 1e-15);
    }
    assertEquals(5, scores.get(0).length());
    assertEquals(ROWS, table(both, "prune", "decisions").where("metric='rank-average'").count());
  }

  private static double rank(List<Double> scores, double of) {
    long lower = scores.stream().filter(s -> s < of).count();
    long equal = scores.stream().filter(s -> s == of).count();
    return lower + (equal + 1) / 2.0;
  }

  @Test
  void labelsThatNoRowHasAreAFaultOfTheData() {
    Failure e =
        assertThrows(
            Failure.class, () -> run("none", "label: unlabelled", "prune.metric=confidence"));
    assertEquals(ExitCode.DATA, e.exitCode());
    assertEquals(
        "examples must have 2 to 10000 distinct labels for score.metrics confidence, got 0; use"
            + " metrics without labels: prototype, density, random",
        e.getMessage());
  }
}

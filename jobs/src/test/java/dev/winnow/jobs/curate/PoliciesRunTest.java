package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.jobs.sample.SampleManifest;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.schemas.Controls;
import dev.winnow.transforms.check.Laws;
import dev.winnow.transforms.select.order.KeepCount;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies of a recipe over the same clusters and scores. */
class PoliciesRunTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: texts
      warehouse: %s
      input: {format: jsonl, path: %s, id: id, label: label}
      embed: {dim: 16}
      cluster: {levels: [4, 3], iterations: 4}
      prune: {keep_fraction: 0.5}
      """;

  @TempDir private static Path folder;
  private static SampleManifest manifest;
  private static RunReport first;

  @BeforeAll
  static void clusterOnce() throws IOException {
    manifest = SampleCorpus.write(folder.resolve("corpus"), 42);
    first = run("prune.control=random", "publish.release=first");
  }

  private static RunReport run(String... sets) {
    return WholeRuns.run(
        TEXTS.formatted(folder.resolve("tables"), folder.resolve("corpus/texts.jsonl")), sets);
  }

  private static Dataset<Row> table(RunReport report, String stage, String name) {
    return WholeRuns.table(folder.resolve("tables/texts"), name, report, stage);
  }

  private static Map<?, ?> details(RunReport report) {
    return (Map<?, ?>) WholeRuns.stage(report, "prune").get("details");
  }

  private static void assertSound(RunReport report, KeepCount count) {
    assertEquals(
        List.of(),
        Laws.violations(
            table(report, "prune", "decisions"),
            table(report, "publish", "curated"),
            manifest.texts().size(),
            count));
    Map<?, ?> certificate = (Map<?, ?>) details(report).get("certificate");
    assertEquals(true, certificate.get("nested"));
    assertTrue(((List<?>) certificate.get("sizes")).size() >= 16);
  }

  @Test
  @Tag("long")
  void aBalancedHierarchyKeepsSmallClustersWhole() {
    RunReport report = run("prune.keep=hierarchical", "prune.keep_fraction=0.3");
    assertEquals("reused", WholeRuns.stage(report, "score").get("state"));
    assertSound(report, KeepCount.share(new BigDecimal("0.3")));
    assertEquals(2L, ((Number) details(report).get("levels")).longValue());
    Dataset<Row> decisions = table(report, "prune", "decisions").where("keep_rank is not null");
    List<Row> clusters =
        decisions
            .groupBy("cluster_id")
            .agg(Map.of("kept", "count"))
            .join(decisions.where("kept").groupBy("cluster_id").count(), "cluster_id")
            .selectExpr("`count(kept)` as size", "count as kept")
            .collectAsList();
    double smallest = 1;
    double largest = 0;
    long least = clusters.stream().mapToLong(row -> row.getLong(0)).min().orElse(0);
    long most = clusters.stream().mapToLong(row -> row.getLong(0)).max().orElse(0);
    for (Row row : clusters) {
      double share = (double) row.getLong(1) / row.getLong(0);
      smallest = row.getLong(0) == least ? share : smallest;
      largest = row.getLong(0) == most ? share : largest;
    }
    assertTrue(smallest > largest, smallest + " of the smallest cluster, " + largest);
  }

  @Test
  void densityReportsHowManyClustersCountAndTakesANumberOfRows() {
    RunReport report =
        WholeRuns.run(
            TEXTS
                .formatted(folder.resolve("tables"), folder.resolve("corpus/texts.jsonl"))
                .replace("keep_fraction: 0.5", "target_rows: 100"),
            "prune.keep=density",
            "prune.outlier_guard=0.02",
            "prune.exploration_fraction=0.1");
    assertSound(report, KeepCount.rows(100));
    assertEquals(100, table(report, "publish", "curated").count());
    double effective = ((Number) details(report).get("effective_clusters")).doubleValue();
    assertTrue(effective > 1 && effective <= 12, effective + " clusters");
    assertEquals(10L, ((Number) details(report).get("explored")).longValue());
  }

  @Test
  @Tag("long")
  void aBandAndAFloorUnderTheDefaultKeepTheirSizes() {
    assertSound(
        run("prune.keep=band", "prune.band=[0.3, 0.9]"), KeepCount.share(new BigDecimal("0.5")));
    assertSound(
        run("prune.balance.by=source", "prune.balance.floor=1"),
        KeepCount.share(new BigDecimal("0.5")));
  }

  @Test
  @Tag("long")
  void aFloorUnderCoverageProtectsTheFilesOrTheFieldsThatRowsComeFrom() {
    RunReport source =
        run(
            "prune.keep=coverage",
            "prune.coverage.beta=0.1",
            "prune.balance.by=source",
            "prune.balance.floor=1");
    assertSound(source, KeepCount.share(new BigDecimal("0.5")));
    assertEquals(true, ((Map<?, ?>) details(source).get("certificate")).get("floors_hold"));
    assertEquals(
        1L, ((Number) ((Map<?, ?>) details(source).get("certificate")).get("classes")).longValue());
    Failure e = assertThrows(Failure.class, () -> run("prune.balance.by=no_such_field"));
    assertEquals(ExitCode.DATA, e.exitCode());
    assertTrue(
        e.getMessage()
            .startsWith(
                "prune.balance.by must be label, cluster, source or a field of the examples'"
                    + " metadata, got no_such_field; an example's metadata is {"),
        e.getMessage());
  }

  @Test
  void aRandomControlOfTheSameSizeIsInATableOfTheRelease() {
    Dataset<Row> controls = table(first, "prune", "controls");
    assertEquals(List.of("id", "control_rank"), List.of(controls.columns()));
    long kept = table(first, "publish", "curated").count();
    assertEquals(kept, controls.count());
    assertEquals(
        kept,
        controls
            .join(table(first, "prune", "decisions").where("keep_rank is not null"), "id")
            .count());
    assertEquals(
        kept,
        WholeRuns.table(folder.resolve("tables/texts"), "releases")
            .where("release = 'first' and table = '" + Controls.SPEC.name() + "'")
            .first()
            .<Long>getAs("rows"));
  }
}

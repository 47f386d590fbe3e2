package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.sample.SampleCorpus;
import dev.winnow.jobs.sample.SampleManifest;
import dev.winnow.jobs.support.Command;
import dev.winnow.jobs.support.KernelRows;
import dev.winnow.jobs.support.TableContracts;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.check.Laws;
import io.delta.tables.DeltaTable;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the whole job on the sample corpus. */
class CurationTest {

  private static final String TEXTS =
      """
      apiVersion: winnow/v1
      name: texts
      warehouse: %s
      input: {format: jsonl, path: %s, id: id, label: label}
      embed: {dim: 32}
      cluster: {k: 20, iterations: 8}
      prune: {keep: hard, keep_fraction: 0.7, balance: {floor: 0.5}}
      """;

  @TempDir private static Path folder;
  private static SampleManifest manifest;
  private static RunReport report;

  @BeforeAll
  static void runOnce() throws IOException {
    manifest = SampleCorpus.write(folder.resolve("corpus"), 42);
    report = WholeRuns.run(texts("tables"));
  }

  private static String texts(String tables) {
    return TEXTS.formatted(folder.resolve(tables), folder.resolve("corpus/texts.jsonl"));
  }

  private static Dataset<Row> table(String tables, String name) {
    return WholeRuns.table(folder.resolve(tables), name);
  }

  @Test
  void theLawsHold() {
    assertEquals(
        List.of(),
        Laws.violations(
            released("prune", "decisions"),
            released("publish", "curated"),
            manifest.texts().size(),
            new BigDecimal("0.7")));
  }

  /** Reads a table as the first run wrote it. */
  private static Dataset<Row> released(String stage, String name) {
    return WholeRuns.table(folder.resolve("tables/texts"), name, report, stage);
  }

  @Test
  void theQuarantineHoldsThePlantedFaultsAndNothingElse() {
    Map<String, Long> codes = new HashMap<>();
    for (Row row : table("tables/texts", "quarantine").groupBy("code").count().collectAsList()) {
      codes.put(row.getString(0), row.getLong(1));
    }
    assertEquals(SampleManifest.codes(manifest.texts()), codes);
  }

  @Test
  void aFolderOfImagesQuarantinesItsBrokenFiles() {
    RunReport images =
        WholeRuns.run(
            """
            apiVersion: winnow/v1
            name: images
            warehouse: %s
            input: {format: images, path: %s}
            embed: {encoder: patch-kmeans, dim: 16}
            cluster: {k: 10, iterations: 3}
            prune: {keep: middle, keep_fraction: 0.5}
            """
                .formatted(folder.resolve("tables"), folder.resolve("corpus/images")));
    assertNotNull(images.json().get("digest"));
    Map<String, String> refused = new HashMap<>();
    for (Row row : table("tables/images", "quarantine").select("source", "code").collectAsList()) {
      refused.put(row.getString(0).replaceFirst(".*/corpus/", ""), row.getString(1));
    }
    Map<String, String> planted = new HashMap<>();
    for (SampleManifest.Entry entry : manifest.images()) {
      if (entry.kind() == SampleManifest.Kind.BROKEN) {
        planted.put(entry.name(), entry.code());
      }
    }
    assertEquals(planted, refused);
    assertEquals(
        List.of(),
        Laws.violations(
            table("tables/images", "decisions"),
            table("tables/images", "curated"),
            manifest.images().size(),
            new BigDecimal("0.5")));
    Row thumbnail = table("tables/images", "thumbnails").first();
    assertEquals((byte) 0xff, ((byte[]) thumbnail.get(1))[0]);
    assertTrue(thumbnail.getString(2).matches("[0-9a-f]{64}"), thumbnail.getString(2));
    assertEquals(0, table("tables/images", "examples").where("content is not null").count());
  }

  @Test
  void aSecondRunIsANoOp() {
    Map<String, Long> before = versions("tables/texts");
    RunReport again = WholeRuns.run(texts("tables"));
    assertEquals(true, again.json().get("reused"));
    assertEquals(before, versions("tables/texts"));
  }

  @Test
  void anotherWarehouseAndOtherPartitionsGiveTheSameDigestAndNewInputIsANewRun()
      throws IOException {
    SparkSession spark = LocalSpark.session();
    String before = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", "7");
    RunReport other;
    try {
      other = WholeRuns.run(texts("elsewhere"));
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", before);
    }
    assertEquals(report.json().get("digest"), other.json().get("digest"));

    RunReport grown = withOneMoreText(() -> WholeRuns.run(texts("elsewhere")));
    assertNotEquals(other.json().get("run_id"), grown.json().get("run_id"));
    assertNotEquals(other.json().get("digest"), grown.json().get("digest"));
    assertEquals(2, table("elsewhere/texts", "releases").select("release").distinct().count());
  }

  /** Restores the file for the other tests. */
  private static RunReport withOneMoreText(Supplier<RunReport> run) throws IOException {
    Path file = folder.resolve("corpus/texts.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(
        file,
        "{\"id\": \"new\", \"text\": \"a new storm rolled in\", \"label\": \"weather\"}\n",
        StandardOpenOption.APPEND);
    try {
      return run.get();
    } finally {
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, time);
    }
  }

  private static Map<String, Long> versions(String tables) {
    Map<String, Long> versions = new HashMap<>();
    for (TableSpec spec : Tables.ALL) {
      Path path = folder.resolve(tables).resolve(spec.name());
      if (Files.exists(path)) {
        versions.put(
            spec.name(),
            DeltaTable.forPath(LocalSpark.session(), path.toString())
                .history(1)
                .select("version")
                .first()
                .getLong(0));
      }
    }
    return versions;
  }

  @Test
  void aSmallerCutReusesScoresAndLiesInside() {
    RunReport smaller =
        WholeRuns.run(texts("tables"), "prune.keep_fraction=0.4", "publish.release=cut-40");
    assertEquals("reused", WholeRuns.stage(smaller, "score").get("state"));
    Dataset<Row> small = table("tables/texts", "curated").select("id");
    List<Row> release =
        table("tables/texts", "releases")
            .where(
                col("run_id")
                    .equalTo(report.json().get("run_id"))
                    .and(col("table").equalTo("curated")))
            .collectAsList();
    Dataset<Row> large =
        LocalSpark.session()
            .read()
            .format("delta")
            .option("versionAsOf", release.get(0).<Long>getAs("version"))
            .load(folder.resolve("tables/texts/curated").toString())
            .select("id");
    assertTrue(small.count() < large.count());
    assertEquals(0, small.except(large).count());
    Dataset<Row> again =
        table("tables/texts", "runs")
            .where(
                col("run_id")
                    .equalTo(smaller.json().get("run_id"))
                    .and(col("state").equalTo("done")));
    assertEquals(2, again.count(), "prune and publish");
    assertEquals(2, again.where("predicted_seconds > 0 AND measured_seconds > 0").count());
  }

  @Test
  void everyTableMeetsItsContractForEveryReader() {
    for (TableSpec spec : Tables.ALL) {
      Path path = folder.resolve("tables/texts").resolve(spec.name());
      if (!Files.exists(path)) {
        // These belong to images, deduplication, a split and orders, which this recipe does not
        // have.
        assertTrue(
            List.of(
                    "thumbnails",
                    "duplicates",
                    "pairs",
                    "label_conflicts",
                    "evaluation_leaks",
                    "epsilon_sweep",
                    "held_out",
                    "orders")
                .contains(spec.name()),
            spec.name());
        continue;
      }
      TableContracts.assertMet(spec, path);
    }
  }

  @Test
  void anOffendingAppendIsRefused() {
    Dataset<Row> scores = table("tables/texts", "scores");
    Dataset<Row> offending =
        scores.limit(1).withColumn("cosine_dist_to_cent", col("cosine_dist_to_cent").plus(5));
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                offending
                    .write()
                    .format("delta")
                    .mode("append")
                    .save(folder.resolve("tables/texts/scores").toString()));
    StringBuilder text = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage());
    }
    assertTrue(text.toString().contains("cosine_dist_in_range"), text.toString());
  }

  @Test
  @Tag("line")
  void aSecondImplementationReadsEveryRow() throws Exception {
    Path tables = folder.resolve("tables/texts");
    Map<String, String> columns =
        Map.of(
            "curated", "keep_rank",
            "decisions", "reason",
            "embeddings", "embedding",
            "examples", "label",
            "scores", "hardness");
    List<String> arguments = new ArrayList<>(List.of(tables.toString()));
    List<String> expected = new ArrayList<>();
    columns.forEach(
        (name, column) -> {
          arguments.add(name + ":" + column);
          String value = column.equals("embedding") ? "embedding[0]" : column;
          for (Row row : table("tables/texts", name).selectExpr("id", value).collectAsList()) {
            expected.add(name + " " + row.getString(0) + " " + row.get(1));
          }
        });
    String newer = System.getProperty("winnow.kernel.parquet");
    Command kernel =
        Command.main(
                KernelRows.class.getName(),
                List.of(),
                Map.of(),
                newer + "/*" + File.pathSeparator + System.getProperty("java.class.path"),
                arguments.toArray(String[]::new))
            .await();
    assertEquals(0, kernel.code(), kernel.err());
    Collections.sort(expected);
    assertEquals(expected, kernel.out().lines().sorted().toList());
  }
}

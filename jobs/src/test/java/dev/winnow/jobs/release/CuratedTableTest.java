package dev.winnow.jobs.release;

import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Table curated of 24,000 of 30,000 ranked examples, and cuts of the same order. */
class CuratedTableTest {

  private static final int RANKED = 30_000;
  private static final long KEPT = 24_000;

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path folder;
  private TableStore tables;
  private Dataset<Row> examples;
  private long all;

  @BeforeEach
  void publish() {
    tables = new TableStore(spark, folder.toString());
    examples =
        spark
            .range(0, RANKED, 1, 3)
            .selectExpr(
                "concat('row', id) id",
                "concat('file:/data#', id) source",
                "'text' modality",
                "concat('a text, number ', id) text",
                "cast(null as binary) content",
                "cast(null as string) label",
                "sha2(string(id), 256) content_sha256",
                "cast(null as int) width",
                "cast(null as int) height",
                "'{}' metadata");
    all = write(null, KEPT, "all");
  }

  /**
   * Returns decisions in which ranks and ids lie across each other, because 7 is prime to 30,000.
   */
  private Dataset<Row> decisions(long kept) {
    return spark
        .range(0, RANKED, 1, 3)
        .selectExpr(
            "concat('row', id * 7 % " + RANKED + ") id",
            "id < " + kept + " " + Decisions.KEPT,
            "int(id % 5) cluster_id",
            "double(id) score",
            "id + 1 keep_rank",
            "(id + 1) / " + RANKED + "D keep_quantile");
  }

  private long write(CuratedTable.Base base, long kept, String key) {
    try (Staging staging = new Staging(spark, folder.toString(), key)) {
      CuratedTable table = new CuratedTable(tables, staging, base, kept);
      assertEquals(kept, table.stage(examples, decisions(kept)).count());
      return table.commit(key, Map.of());
    }
  }

  private Set<String> files(long version) {
    return new TreeSet<>(Arrays.asList(tables.read(Curated.SPEC, version).inputFiles()));
  }

  private static long bytes(Set<String> files) throws IOException {
    long bytes = 0;
    for (String file : files) {
      bytes += Files.size(Path.of(URI.create(file)));
    }
    return bytes;
  }

  private void assertHoldsTheRowsOf(long kept, long version) {
    Dataset<Row> expected = CuratedTable.rows(examples, decisions(kept));
    Dataset<Row> actual = tables.read(Curated.SPEC, version);
    assertEquals(kept, tables.count(Curated.SPEC.name(), version));
    assertEquals(0, expected.exceptAll(actual).count());
    assertEquals(0, actual.exceptAll(expected).count());
  }

  @Test
  void theFilesAreRangesOfRanks() {
    List<Row> ranges =
        tables
            .read(Curated.SPEC, all)
            .groupBy(input_file_name().as("file"))
            .agg(min("keep_rank"), max("keep_rank"))
            .collectAsList()
            .stream()
            .sorted(Comparator.comparingLong(row -> row.getLong(1)))
            .toList();
    assertEquals(16, ranges.size());
    for (int i = 1; i < ranges.size(); i++) {
      assertEquals(ranges.get(i - 1).getLong(2) + 1, ranges.get(i).getLong(1));
    }
    assertHoldsTheRowsOf(KEPT, all);
  }

  @Test
  void aCutByATenthWritesAtMostASeventhOfTheTableAgain() throws IOException {
    long kept = KEPT * 9 / 10;
    long version = write(new CuratedTable.Base(all, KEPT), kept, "smaller");
    Set<String> written = files(version);
    written.removeAll(files(all));
    assertTrue(bytes(written) * 7 <= bytes(files(all)), bytes(written) + " bytes");
    assertHoldsTheRowsOf(kept, version);
  }

  @Test
  void aLargerCutAddsTheFurtherRowsToTheFilesOfTheRun() {
    write(new CuratedTable.Base(all, KEPT), 100, "tiny");
    long version = write(new CuratedTable.Base(all, KEPT), 27_000, "larger");
    assertTrue(files(version).containsAll(files(all)));
    assertHoldsTheRowsOf(27_000, version);
  }

  @Test
  void aLostFileOfTheRunMakesTheCutWriteAllRows() throws IOException {
    Files.delete(Path.of(URI.create(files(all).iterator().next())));
    assertHoldsTheRowsOf(20_500, write(new CuratedTable.Base(all, KEPT), 20_500, "whole"));
  }
}

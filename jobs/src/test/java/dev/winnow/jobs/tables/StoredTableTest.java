package dev.winnow.jobs.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Releases;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares tables that this process reads with Spark's reading of the same versions. */
@Tag("line")
class StoredTableTest {

  private static final String TABLE = Releases.SPEC.name();

  @TempDir private Path folder;

  private TableStore store() {
    return new TableStore(LocalSpark.session(), folder.resolve("a folder, 50%").toString());
  }

  /** Rows in several files, one without a digest. */
  private static Dataset<Row> rows(String name, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Timestamp time =
          Timestamp.from(Instant.parse("2026-02-03T04:05:06.789012Z").plusNanos(1000L * i));
      rows.add(RowFactory.create(name, "run" + i, "t" + i % 7, (long) i, 3L, "d", "h", time));
    }
    return LocalSpark.session().createDataFrame(rows, Releases.SPEC.schema()).repartition(3);
  }

  private static Set<List<Object>> spark(Dataset<Row> table) {
    Set<List<Object>> rows = new HashSet<>();
    for (Row row : table.collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.get(i));
      }
      rows.add(values);
    }
    return rows;
  }

  private static Set<List<Object>> stored(List<Map<String, Object>> rows) {
    Set<List<Object>> all = new HashSet<>();
    rows.forEach(row -> all.add(new ArrayList<>(row.values())));
    return all;
  }

  @Test
  void readsEveryVersionAsSparkDoes() {
    TableStore store = store();
    List<Long> versions =
        List.of(
            store.append(Releases.SPEC, rows("a", 0, 40), "1"),
            store.append(Releases.SPEC, rows("b", 40, 45), "2"),
            store.overwrite(Releases.SPEC, rows("c", 50, 70), "3", Map.of("winnow.a", "b")),
            store.append(Releases.SPEC, rows("d", 70, 71), "4"),
            store.overwrite(Releases.SPEC, rows("e", 0, 0), "5", Map.of("winnow.a", "c")));
    int read = 0;
    for (long version : versions) {
      Dataset<Row> expected =
          LocalSpark.session()
              .read()
              .format("delta")
              .option("versionAsOf", version)
              .load(store.path(Releases.SPEC));
      assertEquals(
          expected.schema().asNullable(), store.read(Releases.SPEC, version).schema().asNullable());
      assertEquals(spark(expected), spark(store.read(Releases.SPEC, version)));
      StoredTable table = store.stored().find(TABLE, version).orElseThrow();
      List<Map<String, Object>> rows = table.rows(Releases.SPEC.columnNames());
      assertEquals(spark(expected), stored(rows), "version " + version);
      assertEquals(expected.count(), rows.size());
      assertEquals(
          spark(expected.where("table = 't3'")),
          stored(table.where("table", "t3")),
          "version " + version);
      assertEquals(
          spark(expected.where("release = 'c'").select("version", "release")),
          stored(table.where("release", "c", "version", "release")));
      read += rows.size();
    }
    assertEquals(40 + 45 + 20 + 21, read);
    assertEquals(0, store.stored().latest(Releases.SPEC).orElseThrow().rows("run_id").size());
  }

  @Test
  void aColumnThatAFileDoesNotHaveIsNull() {
    TableStore store = store();
    long version = store.append(Releases.SPEC, rows("a", 0, 2), "1");
    for (Map<String, Object> row :
        store.stored().find(TABLE, version).orElseThrow().rows("run_id", "later")) {
      assertTrue(row.containsKey("later") && row.get("later") == null, row.toString());
    }
  }

  @Test
  void aColumnThatIsNotReadInARowIsSkipped() {
    TableStore store = store();
    long version = store.append(Releases.SPEC, rows("a", 0, 50), "1");
    Set<String> odd = new HashSet<>();
    store
        .stored()
        .find(TABLE, version)
        .orElseThrow()
        .scan(
            List.of("version", "run_id"),
            () -> odd,
            (runs, row) -> {
              if (row.getLong(0) % 2 == 1) {
                synchronized (odd) {
                  runs.add(row.getString(1));
                }
              }
            });
    Set<String> expected = new HashSet<>();
    for (int i = 1; i < 50; i += 2) {
      expected.add("run" + i);
    }
    assertEquals(expected, odd);
  }

  @Test
  void filesOfCompactedTablesAreCountedOnce() {
    TableStore store = store();
    store.append(Releases.SPEC, rows("a", 0, 9), "1");
    store.append(Releases.SPEC, rows("b", 9, 12), "2");
    LocalSpark.session().sql("OPTIMIZE delta.`" + store.path(Releases.SPEC) + "`");
    assertEquals(
        spark(store.readLatest(Releases.SPEC)),
        stored(
            store.stored().latest(Releases.SPEC).orElseThrow().rows(Releases.SPEC.columnNames())));
  }

  @Test
  void tablesThatCommitsAloneDoNotDescribeAreLeftToSpark() throws IOException {
    TableStore store = store();
    store.append(Releases.SPEC, rows("a", 0, 9), "1");
    long added = store.append(Releases.SPEC, rows("b", 9, 12), "2");
    long replaced = store.overwrite(Releases.SPEC, rows("c", 0, 5), "3", Map.of("winnow.a", "b"));
    String table = "delta.`" + store.path(Releases.SPEC) + "`";
    LocalSpark.session()
        .sql(
            "ALTER TABLE " + table + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
    LocalSpark.session().sql("DELETE FROM " + table + " WHERE run_id = 'run1'");
    assertEquals(Optional.empty(), store.stored().latest(Releases.SPEC));
    Files.delete(
        Path.of(store.path(Releases.SPEC)).resolve("_delta_log/00000000000000000000.json"));
    assertEquals(Optional.empty(), store.stored().find(TABLE, added));
    assertEquals(5, store.stored().find(TABLE, replaced).orElseThrow().rows("run_id").size());
  }

  @Test
  void aFolderWithCharactersOfAPatternIsRead() {
    TableStore store = new TableStore(LocalSpark.session(), folder.resolve("a[b] {c}").toString());
    long version = store.append(Releases.SPEC, rows("a", 0, 3), "1");
    assertEquals(3, store.read(TABLE, version).count());
    assertEquals(3, store.stored().find(TABLE, version).orElseThrow().rows("run_id").size());
  }
}

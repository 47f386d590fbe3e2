package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Runs;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("line")
class TableStoreTest {

  @TempDir private Path folder;

  private static Dataset<Row> releases(int rows) {
    List<Row> made = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      made.add(RowFactory.create("r" + i, "run", "t", 0L, 1L, "digest", "hash", new Timestamp(0)));
    }
    return LocalSpark.session().createDataFrame(made, Releases.SPEC.schema());
  }

  @Test
  void countsTheRowsOfEveryVersionWhetherItsCommitReplacedOrAdded() {
    TableStore store = new TableStore(LocalSpark.session(), folder.toString());
    long replaced = store.overwrite(Releases.SPEC, releases(3), "one", Map.of());
    long added = store.append(Releases.SPEC, releases(2), "two");
    long emptied = store.overwrite(Releases.SPEC, releases(0), "three", Map.of("winnow.a", "b"));
    for (long version : new long[] {replaced, added, emptied}) {
      assertEquals(
          store.read(Releases.SPEC, version).count(), store.count(Releases.SPEC.name(), version));
    }
    assertEquals(3, store.count(Releases.SPEC.name(), replaced));
    assertEquals(5, store.count(Releases.SPEC.name(), added));
    assertEquals(0, store.count(Releases.SPEC.name(), emptied));
  }

  @Test
  void aTableOfOtherColumnsIsDefinedAgainAndItsOlderVersionsStay() {
    SparkSession spark = LocalSpark.session();
    TableStore store = new TableStore(spark, folder.toString());
    Dataset<Row> one =
        spark.sql("SELECT 'a' id, 3 cluster_id, 0.5D cosine_dist_to_cent, 0.5D hardness");
    Dataset<Row> two = one.selectExpr("*", "0.5D prototype_x", "1.5D prototype_y");
    TableSpec wide = Scores.of(List.of("x", "y"));
    long narrow = store.overwrite(Scores.SPEC, one, "one", Map.of());
    long widened = store.overwrite(wide, two, "two", Map.of("winnow.a", "b"));
    long narrowed = store.overwrite(Scores.SPEC, one, "three", Map.of());
    assertEquals(one.collectAsList(), store.read(Scores.SPEC, narrow).collectAsList());
    assertEquals(two.collectAsList(), store.read(wide, widened).collectAsList());
    assertEquals(one.collectAsList(), store.read(Scores.SPEC, narrowed).collectAsList());
    assertEquals(Scores.SPEC.schema(), store.readLatest(Scores.SPEC).schema());
    assertEquals(1, store.count(Scores.SPEC.name(), widened));
    assertEquals(widened, store.overwrite(wide, two, "two", Map.of()));
    Dataset<Row> offending = two.withColumn("prototype_y", lit(2.5));
    assertThrows(Exception.class, () -> store.overwrite(wide, offending, "four", Map.of()));
  }

  @Test
  void aTableWhoseCreationWasCutOffIsMade() throws IOException {
    TableStore store = new TableStore(LocalSpark.session(), folder.toString());
    Path log = Files.createDirectories(folder.resolve("releases/_delta_log"));
    Files.createFile(log.resolve(".00000000000000000000.json.0815.tmp"));
    Files.writeString(log.resolve("..00000000000000000000.json.0815.tmp.crc"), "crc");
    Files.writeString(folder.resolve("releases/part-0.snappy.parquet"), "cut");
    assertFalse(store.exists(Releases.SPEC));
    long written = store.overwrite(Releases.SPEC, releases(3), "one", Map.of());
    assertEquals(3, store.read(Releases.SPEC, written).count());
    Files.createDirectories(folder.resolve("runs/_delta_log"));
    assertEquals(-1, store.latest(Runs.SPEC));
  }

  @Test
  void rowsWhoseFileIsGoneOrCutShortAreWrittenAgainUnderTheSameKey() throws IOException {
    TableStore store = new TableStore(LocalSpark.session(), folder.toString());
    long first = store.overwrite(Releases.SPEC, releases(3), "r/s/k/releases", Map.of());
    assertTrue(intact(store, first));
    assertEquals(first, store.overwrite(Releases.SPEC, releases(3), "r/s/k/releases", Map.of()));

    Files.write(dataFile(), new byte[] {'P', 'A', 'R', '1'});
    assertFalse(intact(store, first));
    long second = store.overwrite(Releases.SPEC, releases(3), "r/s/k/releases", Map.of());
    assertTrue(second > first);
    assertTrue(intact(store, second));
    assertEquals(3, store.read(Releases.SPEC, second).count());

    Files.delete(dataFile());
    long third = store.overwrite(Releases.SPEC, releases(3), "r/s/k/releases", Map.of());
    assertEquals(3, store.read(Releases.SPEC, third).count());
  }

  private static boolean intact(TableStore store, long version) {
    return store.intact(Map.of(Releases.SPEC.name(), version), List.of("/s/k/"));
  }

  @Test
  void aVersionOfAnotherWriteIsNotIntact() {
    TableStore store = new TableStore(LocalSpark.session(), folder.toString());
    long other = store.overwrite(Releases.SPEC, releases(1), "r/s/other/releases", Map.of());
    assertFalse(intact(store, other));
  }

  @Test
  void theRowsOfTheOtherFilesStayWhenAFileOfAListIsLost() throws IOException {
    TableStore store = new TableStore(LocalSpark.session(), folder.toString());
    store.append(Releases.SPEC, releases(1).coalesce(1), "one");
    store.append(Releases.SPEC, releases(2).coalesce(1), "two");
    assertEquals(0, store.dropLostFiles(Releases.SPEC));
    Files.delete(dataFile());
    assertEquals(1, store.dropLostFiles(Releases.SPEC));
    assertEquals(1, store.readLatest(Releases.SPEC).count());
    assertEquals(0, store.dropLostFiles(Releases.SPEC));
  }

  /** Returns the newest data file. */
  private Path dataFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("releases"))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }
}

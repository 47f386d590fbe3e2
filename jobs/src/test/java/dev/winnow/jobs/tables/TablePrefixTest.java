package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.schemas.Scores;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of the rows 0 to 39 in four files of ten rows, by their column cluster_id. */
@Tag("line")
class TablePrefixTest {

  private static final String TABLE = Scores.SPEC.name();

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path folder;
  private TableStore store;
  private long all;

  @BeforeEach
  void writeFourFiles() {
    store = new TableStore(spark, folder.toString());
    all =
        store.overwrite(
            Scores.SPEC, rows(0, 40).repartitionByRange(4, col("cluster_id")), "all", Map.of());
    assertEquals(4, files(all).size());
  }

  private Dataset<Row> rows(long from, long to) {
    return spark
        .range(from, to)
        .selectExpr(
            "concat('row', id) id",
            "int(id) cluster_id",
            "0.5D cosine_dist_to_cent",
            "0.5D hardness");
  }

  private Set<String> files(long version) {
    return new TreeSet<>(List.of(store.read(Scores.SPEC, version).inputFiles()));
  }

  private Set<Integer> clusters(Dataset<Row> rows) {
    Set<Integer> clusters = new TreeSet<>();
    rows.select("cluster_id").collectAsList().forEach(row -> clusters.add(row.getInt(0)));
    return clusters;
  }

  private long cut(int bound, Dataset<Row> more, String key) {
    TablePrefix prefix = store.prefix(Scores.SPEC, all, "cluster_id", bound).orElseThrow();
    return store.overwrite(Scores.SPEC, prefix, prefix.rest().union(more), key, Map.of());
  }

  private Dataset<Row> none() {
    return rows(0, 0);
  }

  @Test
  void aSmallerTableKeepsTheFilesBelowTheBoundAndWritesOneAgain() {
    long version = cut(24, none(), "25 rows");
    assertEquals(clusters(rows(0, 25)), clusters(store.read(Scores.SPEC, version)));
    assertEquals(25, store.count(TABLE, version));
    Set<String> kept = files(version);
    kept.retainAll(files(all));
    assertEquals(2, kept.size());
    assertEquals(3, files(version).size());
  }

  @Test
  void aBoundBetweenTwoFilesWritesNoFile() {
    long version = cut(19, none(), "20 rows");
    assertTrue(files(all).containsAll(files(version)));
    assertEquals(20, store.count(TABLE, version));
  }

  @Test
  void aLargerTableHoldsTheFilesOfTheBaseAgain() {
    cut(4, none(), "5 rows");
    long version = cut(49, rows(40, 50), "50 rows");
    assertTrue(files(version).containsAll(files(all)));
    assertEquals(clusters(rows(0, 50)), clusters(store.read(Scores.SPEC, version)));
    assertEquals(50, store.count(TABLE, version));
  }

  @Test
  void deltaReadsTheSameRowsAtEveryVersion() {
    long five = cut(4, none(), "5 rows");
    long thirty = cut(29, none(), "30 rows");
    for (long version : new long[] {all, five, thirty}) {
      Dataset<Row> delta =
          spark.read().format("delta").option("versionAsOf", version).load(store.path(Scores.SPEC));
      assertEquals(clusters(store.read(Scores.SPEC, version)), clusters(delta));
      assertEquals(store.count(TABLE, version), delta.count());
    }
  }

  @Test
  void aRepeatedWriteReturnsTheVersionOfTheFirst() {
    long version = cut(24, none(), "25 rows");
    assertEquals(version, cut(24, none(), "25 rows"));
    assertEquals(version, store.latest(Scores.SPEC));
  }
}

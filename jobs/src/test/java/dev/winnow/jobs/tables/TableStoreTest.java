package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}

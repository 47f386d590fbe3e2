package dev.winnow.jobs.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.schemas.Releases;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
}

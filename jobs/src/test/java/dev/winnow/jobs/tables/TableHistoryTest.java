package dev.winnow.jobs.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log written by hand: each version replaces the file of the one before, an hour later. */
class TableHistoryTest {

  private static final long HOUR = 3_600_000;

  @TempDir private Path table;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(table.resolve("_delta_log"));
    commit(0, "{'add':{'path':'a%20b.parquet','size':7}}");
    commit(1, "{'add':{'path':'c.parquet','size':8}}", "{'remove':{'path':'a%20b.parquet'}}");
    commit(2, "{'add':{'path':'d.parquet','size':9}}");
    commit(3, "{'remove':{'path':'c.parquet'}}");
  }

  private Path file(long version) {
    return table.resolve(String.format(Locale.ROOT, "_delta_log/%020d.json", version));
  }

  private void commit(long version, String... actions) throws IOException {
    Files.writeString(file(version), String.join("\n", actions).replace('\'', '"'));
    Files.setLastModifiedTime(file(version), FileTime.fromMillis(version * HOUR));
  }

  private TableHistory history() {
    return new StoredTables(new Configuration(false), table.getParent().toString())
        .history(table.getFileName().toString())
        .orElseThrow();
  }

  @Test
  void namesTheFilesOfEachVersionWithTheirSizes() {
    assertEquals(
        Optional.of(
            Map.of(
                0L, Map.of("a b.parquet", 7L),
                2L, Map.of("c.parquet", 8L, "d.parquet", 9L),
                3L, Map.of("d.parquet", 9L))),
        history().files(Set.of(0L, 2L, 3L)));
    assertEquals(3, history().latest());
  }

  @Test
  void aVersionIsTheNewestOneUntilTheNextIsWritten() {
    assertEquals(List.of(3L), history().newestSince(3 * HOUR));
    assertEquals(List.of(3L, 2L), history().newestSince(3 * HOUR - 1));
    assertEquals(List.of(3L, 2L, 1L, 0L), history().newestSince(0));
  }

  @Test
  void theFilesAreUnknownWhereACommitIsLost() throws IOException {
    Files.delete(file(0));
    assertTrue(history().files(Set.of(3L)).isEmpty());
    assertTrue(history().files(Set.of(9L)).isEmpty());
  }
}

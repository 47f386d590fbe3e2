package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.ReleasedTables;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.transforms.LocalSpark;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose tables were damaged, or never finished, can always be started again. */
class RestartTest {

  private static final List<String> TABLES =
      List.of(
          "examples",
          "quarantine",
          "embeddings",
          "prototypes",
          "assignments",
          "scores",
          "decisions",
          "curated",
          "shifts",
          "releases",
          "runs");

  @TempDir private static Path folder;
  private static String digest;

  @BeforeAll
  static void runOnce() throws IOException {
    LocalSpark.session();
    SmallTexts.write(folder.resolve("texts"));
    digest = run("whole").path("digest").asText();
  }

  private static Path tables(String warehouse) {
    return folder.resolve(warehouse).resolve("small");
  }

  private static CommandRun command(String warehouse, String... command) throws IOException {
    Path recipe = folder.resolve(warehouse + ".yaml");
    Files.writeString(
        recipe, SmallTexts.recipe("small", folder.resolve(warehouse), folder.resolve("texts")));
    List<String> line = new ArrayList<>(List.of(command));
    line.add(1, recipe.toString());
    line.add("--quiet");
    return CommandRun.run(line.toArray(String[]::new));
  }

  private static JsonNode run(String warehouse) throws IOException {
    CommandRun done = command(warehouse, "run", "--json");
    assertEquals(0, done.code(), done.err());
    return done.json();
  }

  /** Returns the newest data file of a table. */
  private static Path dataFile(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }

  /** Starts the run again, and reads the release as a consumer does. */
  private static JsonNode recovered() throws IOException {
    JsonNode again = run("whole");
    assertEquals(digest, again.path("digest").asText());
    String release = again.path("release").asText();
    ReleasedTables released = new ReleasedTables(tables("whole"));
    assertEquals(SmallTexts.ROWS, released.table("decisions", release).count());
    assertEquals(168, released.table("curated", release).count());
    JsonNode third = run("whole");
    third
        .path("stages")
        .forEach(stage -> assertEquals("reused", stage.path("state").asText(), third.toString()));
    return again;
  }

  @ParameterizedTest
  @ValueSource(strings = {"embeddings", "assignments", "decisions", "releases", "runs"})
  void aDeletedTableIsMadeAgain(String table) throws IOException {
    FileUtil.fullyDelete(tables("whole").resolve(table).toFile());
    recovered();
  }

  @Test
  void aTableWithALostFileIsMadeAgainAndTheLedgerHasTheNewVersion() throws IOException {
    Files.delete(dataFile(tables("whole").resolve("scores")));
    JsonNode again = recovered();
    assertEquals("reused", again.path("stages").path("cluster").path("state").asText());
    assertEquals("done", again.path("stages").path("score").path("state").asText());
  }

  @Test
  void aTableWithAFileThatIsCutShortIsMadeAgain() throws IOException {
    Path file = dataFile(tables("whole").resolve("curated"));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    JsonNode again = recovered();
    assertEquals("reused", again.path("stages").path("prune").path("state").asText());
    assertEquals("done", again.path("stages").path("publish").path("state").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"releases", "runs"})
  void aListWithALostFileIsCompletedAgain(String table) throws IOException {
    Files.delete(dataFile(tables("whole").resolve(table)));
    recovered();
  }

  @Test
  void aRunWhoseTablesWereNotYetCommittedGoesOn() throws IOException {
    for (String table : TABLES) {
      Path log = Files.createDirectories(tables("begun").resolve(table).resolve("_delta_log"));
      Files.createFile(log.resolve(".00000000000000000000.json.0815.tmp"));
    }
    Files.createDirectories(tables("begun").resolve("_staging/ingest-of-a-dead-driver"));
    assertEquals(digest, run("begun").path("digest").asText());
    assertFalse(Files.exists(tables("begun").resolve("_staging/ingest-of-a-dead-driver")));
  }

  @Test
  void aReleaseThatBreaksALawIsToBeSeenInNoTable() throws IOException {
    for (String stage : List.of("ingest", "embed", "cluster", "score")) {
      assertEquals(0, command("unlawful", stage).code(), stage);
    }
    // The ledger then says that the readers counted a row that no table has.
    DeltaTable.forPath(LocalSpark.session(), tables("unlawful").resolve("runs").toString())
        .updateExpr(
            "stage = 'ingest'",
            Map.of("details", "replace(details, '\"input_rows\":242', '\"input_rows\":243')"));
    CommandRun refused = command("unlawful", "run");
    assertEquals(4, refused.code(), refused.err());
    assertTrue(refused.err().contains("decisions hold 242 rows, the input 243"), refused.err());
    for (String table : List.of("decisions", "curated", "shifts", "releases")) {
      assertFalse(Files.exists(tables("unlawful").resolve(table)), table);
    }
  }

  @Test
  void aRowOfTheLedgerThatCannotBeReadStopsOnlyItsOwnRun() throws IOException {
    String own = run("foreign").path("run_id").asText();
    String runs = tables("foreign").resolve("runs").toString();
    LocalSpark.session()
        .read()
        .format("delta")
        .load(runs)
        .where(col("stage").equalTo("prune"))
        .withColumn("run_id", lit("other"))
        .withColumn("recipe_hash", lit("hash"))
        .withColumn("output_versions", lit("not json"))
        .withColumn("details", lit("[1, 2]"))
        .write()
        .format("delta")
        .mode("append")
        .save(runs);
    assertEquals("reused", run("foreign").path("stages").path("prune").path("state").asText());
    assertEquals(0, command("foreign", "cut", "--keep-fraction", "0.3").code());
    CommandRun other = command("foreign", "cut", "--keep-fraction", "0.3", "--run-id", "other");
    assertEquals(4, other.code(), other.err());
    assertTrue(other.err().contains("stage prune of run other"), other.err());

    DeltaTable.forPath(LocalSpark.session(), runs)
        .updateExpr(
            "run_id = '" + own + "' AND stage = 'prune'", Map.of("details", "'{\"kept\": {}}'"));
    assertEquals("done", run("foreign").path("stages").path("prune").path("state").asText());
    assertEquals(0, command("foreign", "cut", "--keep-fraction", "0.2").code());
  }
}

package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes whose warehouse is a schema of the session's catalog, which is in memory here. */
@Tag("line")
class CatalogWarehouseTest {

  private static final String SCHEMA = "spark_catalog.curation";

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path place;
  private static CommandRun first;

  @BeforeAll
  static void runOnce() throws IOException {
    spark = LocalSpark.session();
    place = folder.resolve("it's a place");
    spark.sql("DROP SCHEMA IF EXISTS spark_catalog.curation CASCADE");
    spark.sql("CREATE SCHEMA spark_catalog.curation LOCATION \"" + place + "\"");
    SmallTexts.write(folder.resolve("texts"));
    first = run("run", recipe("my-texts", SCHEMA), "--json", "--quiet", "--no-report");
    assertEquals(0, first.code(), first.err());
  }

  @AfterAll
  static void dropSchemas() {
    spark.sql("DROP SCHEMA IF EXISTS spark_catalog.curation CASCADE");
  }

  /** Writes a recipe, and returns its file. */
  private static String recipe(String name, String warehouse) throws IOException {
    Path file = Files.createTempFile(folder, name, ".yaml");
    String texts = SmallTexts.recipe(name, Path.of("unused"), folder.resolve("texts"));
    Files.writeString(file, texts.replace("warehouse: unused", "warehouse: \"" + warehouse + "\""));
    return file.toString();
  }

  private static long count(String sql) {
    return spark.sql(sql).first().getLong(0);
  }

  @Test
  void tablesOfARunLieInTheFolderOfTheSchemaAndHaveNamesInSql() {
    assertTrue(Files.isDirectory(place.resolve("my-texts/decisions/_delta_log")));
    assertFalse(Files.exists(Path.of(SCHEMA)));
    assertEquals(
        SmallTexts.RANKED,
        count("SELECT count(keep_rank) FROM spark_catalog.curation.`my_texts_decisions`"));
    List<String> names =
        spark
            .sql("SHOW TABLES IN spark_catalog.curation LIKE 'my_texts_*'")
            .collectAsList()
            .stream()
            .map(row -> row.<String>getAs("tableName"))
            .toList();
    assertTrue(
        names.containsAll(
            List.of("my_texts_curated", "my_texts_examples", "my_texts_runs", "my_texts_releases")),
        names.toString());
    assertFalse(names.contains("my_texts_experiments"), names.toString());
    for (Row fact :
        spark
            .sql("DESCRIBE TABLE EXTENDED spark_catalog.curation.my_texts_curated")
            .collectAsList()) {
      if (fact.getString(0).equals("Type")) {
        assertEquals("EXTERNAL", fact.getString(1));
      }
    }
  }

  @Test
  void addingATableToTheCatalogWritesNoVersionOfIt() {
    for (Row table :
        spark
            .sql(
                "SELECT `table`, version FROM spark_catalog.curation.my_texts_releases"
                    + " WHERE release = 'my-texts-prototype-hard-70'")
            .collectAsList()) {
      String name = table.getString(0);
      long latest =
          count(
              "SELECT max(version) FROM (DESCRIBE HISTORY spark_catalog.curation.`my_texts_"
                  + name
                  + "`)");
      assertTrue(latest == table.getLong(1) || name.equals("decisions"), name + " " + latest);
    }
  }

  @Test
  void theIdOfARunDoesNotDependOnTheWarehouse() throws IOException {
    CommandRun byFolder =
        run("ingest", recipe("my-texts", folder.resolve("tables").toString()), "--json");
    assertEquals(0, byFolder.code(), byFolder.err());
    assertFalse(first.json().path("run_id").isMissingNode());
    assertEquals(first.json().path("run_id"), byFolder.json().path("run_id"));
  }

  @Test
  void otherCommandsFindTheTablesByTheSchema() throws IOException {
    String recipe = recipe("my-texts", SCHEMA);
    CommandRun again = run("run", recipe, "--json", "--quiet", "--no-report");
    assertTrue(
        again.out().contains("\"reused\"") && !again.out().contains("\"done\""), again.out());
    for (String[] command :
        new String[][] {
          {"list", recipe},
          {"list", "--warehouse", SCHEMA},
          {"inspect", recipe, "decisions"},
          {"why", recipe, "t001"},
          {"vacuum", recipe, "--dry-run"},
          {"plan", recipe, "--quiet"},
          {"cut", recipe, "--keep-fraction", "0.5", "--dry-run", "--quiet"},
          {"run", recipe, "--dry-run"}
        }) {
      CommandRun done = run(command);
      assertEquals(0, done.code(), String.join(" ", command) + done.err());
    }
    assertTrue(run("list", "--warehouse", SCHEMA).out().contains("my-texts"));
    assertFalse(Files.exists(Path.of(SCHEMA)));
  }

  @Test
  void aCutGivesNewVersionsToTheNamesOfTheCatalog() throws IOException {
    String recipe = recipe("my-texts", SCHEMA);
    spark.sql("DROP TABLE spark_catalog.curation.my_texts_shifts");
    spark.sql("CREATE VIEW spark_catalog.curation.my_texts_shifts AS SELECT 1 AS one");
    CommandRun taken = run("cut", recipe, "--target-rows", "50", "--release", "fifty", "--quiet");
    assertEquals(6, taken.code(), taken.err());
    assertEquals(
        0,
        count(
            "SELECT count(*) FROM spark_catalog.curation.my_texts_releases"
                + " WHERE release = 'fifty'"));
    spark.sql("DROP VIEW spark_catalog.curation.my_texts_shifts");
    spark.sql("DROP TABLE spark_catalog.curation.my_texts_curated");
    CommandRun cut = run("cut", recipe, "--target-rows", "50", "--release", "fifty", "--quiet");
    assertEquals(0, cut.code(), cut.err());
    assertEquals(50, count("SELECT count(*) FROM spark_catalog.curation.my_texts_curated"));
    assertEquals(
        50,
        count(
            "SELECT count(*) FROM spark_catalog.curation.my_texts_decisions"
                + " WHERE reason = 'kept'"));
  }

  @Test
  void aSchemaThatIsAbsentIsNeverAFolder() throws IOException {
    String recipe = recipe("lost", "spark_catalog.nowhere");
    for (String command : List.of("run", "list", "doctor")) {
      CommandRun refused = run(command, recipe);
      assertEquals(5, refused.code(), refused.err());
      String said = command.equals("doctor") ? refused.out() : refused.err();
      assertTrue(
          said.contains("warehouse must name a schema that exists, spark_catalog.nowhere does not"),
          said);
      assertTrue(
          said.contains("make it by CREATE SCHEMA `spark_catalog`.`nowhere` LOCATION 'FOLDER'"),
          said);
    }
    assertFalse(Files.exists(Path.of("spark_catalog.nowhere")));
    CommandRun valid = run("validate", recipe);
    assertEquals(0, valid.code(), valid.err());
    assertTrue(
        valid
            .err()
            .contains(
                "warehouse spark_catalog.nowhere is a schema of a catalog, and is not looked"),
        valid.err());
  }

  @Test
  void aNameThatIsTakenStopsTheRunBeforeItComputes() throws IOException {
    spark.range(3).write().format("delta").save(folder.resolve("theirs").toString());
    spark.sql(
        "CREATE TABLE spark_catalog.curation.taken_scores USING delta LOCATION \""
            + folder.resolve("theirs")
            + "\"");
    String recipe = recipe("taken", SCHEMA);
    for (String[] command : new String[][] {{"run", recipe}, {"run", recipe, "--dry-run"}}) {
      CommandRun refused = run(command);
      assertEquals(6, refused.code(), refused.err());
      assertTrue(
          refused
              .err()
              .contains(
                  "table `spark_catalog`.`curation`.`taken_scores` must be that of the recipe"),
          refused.err());
    }
    assertFalse(Files.exists(place.resolve("taken")));
    assertEquals(3, count("SELECT count(*) FROM spark_catalog.curation.taken_scores"));
  }

  @Test
  void aViewOfTheNameStopsTheRunToo() throws IOException {
    spark.sql("CREATE VIEW spark_catalog.curation.viewed_scores AS SELECT 1 AS one");
    CommandRun refused = run("run", recipe("viewed", SCHEMA));
    assertEquals(6, refused.code(), refused.err());
    assertTrue(
        refused.err().contains("but is a view; give the recipe another name"), refused.err());
  }

  @Test
  void recipesWhoseTablesWouldShareNamesAreRefused() throws IOException {
    CommandRun refused = run("run", recipe("my.texts", SCHEMA), "--quiet");
    assertEquals(6, refused.code(), refused.err());
    assertTrue(refused.err().contains("/my-texts/"), refused.err());
  }

  @Test
  void namesThatOutliveTheirFilesServeTheNextRun() throws IOException {
    spark.sql(
        "CREATE SCHEMA IF NOT EXISTS spark_catalog.again LOCATION \""
            + folder.resolve("again")
            + "\"");
    try {
      Path tables = folder.resolve("again/texts");
      for (String table : List.of("decisions", "curated", "releases")) {
        FileUtils.copyDirectory(
            place.resolve("my-texts/" + table).toFile(), tables.resolve(table).toFile());
        spark.sql(
            "CREATE TABLE spark_catalog.again.texts_%s USING delta LOCATION \"%s\""
                .formatted(table, tables.resolve(table)));
      }
      FileUtils.deleteDirectory(tables.toFile());
      CommandRun second =
          run("run", recipe("texts", "spark_catalog.again"), "--quiet", "--no-report");
      assertEquals(0, second.code(), second.err());
      assertEquals(
          SmallTexts.RANKED,
          count("SELECT count(keep_rank) FROM spark_catalog.again.texts_decisions"));
    } finally {
      spark.sql("DROP SCHEMA spark_catalog.again CASCADE");
    }
  }

  @Test
  void anInputInTheFolderOfTheSchemaIsRefused() throws IOException {
    Path file = Path.of(recipe("inside", SCHEMA));
    Files.writeString(
        file,
        Files.readString(file)
            .replace(folder.resolve("texts") + "/*.jsonl", "\"" + place + "/inside/texts\""));
    CommandRun refused = run("run", file.toString());
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("must be separate from the folder of the tables"));
  }
}

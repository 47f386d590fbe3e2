package dev.winnow.jobs.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.jobs.support.SmallRelease;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queries of docs/how-to/sql.md, on the tables of a small run. */
@Tag("line")
class SqlPageTest {

  private static final String FOLDER = "winnow-warehouse/quickstart-texts";

  /** A session of its own, whose views and settings meet no other test. */
  private static SparkSession session;

  private static List<String> queries;
  private static List<String> queriesOfSpark42;

  @BeforeAll
  static void readPage() throws IOException {
    String tables = SmallRelease.get().tables().folder().toString();
    String page =
        Files.readString(Path.of(System.getProperty("winnow.root"), "docs", "how-to", "sql.md"))
            .replace(FOLDER, tables);
    session = LocalSpark.session().newSession();
    // As users have it; other tests switch it off.
    session.conf().set("spark.sql.codegen.wholeStage", "true");
    session.conf().set("spark.sql.codegen.factoryMode", "FALLBACK");
    queries = statements(page, "sql");
    queriesOfSpark42 = statements(page, "sql spark-4.2");
    queries.subList(0, 4).forEach(view -> session.sql(view));
  }

  private static List<String> statements(String page, String kind) {
    List<String> found = new ArrayList<>();
    Pattern.compile("^```" + kind + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(page)
        .results()
        .forEach(block -> found.addAll(List.of(block.group(1).strip().split(";\\s*"))));
    return found;
  }

  /** Returns the cluster and the bits of the distance of each row. */
  private static Map<String, String> clusters(Dataset<Row> rows) {
    return rows.select("id", "cluster_id", "cosine_dist_to_cent").collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> row.getInt(1) + " at " + Double.toHexString(row.getDouble(2)),
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }

  private static Map<String, String> scores() {
    Map<String, String> scores = clusters(session.table("scores"));
    assertEquals(240, scores.size());
    return scores;
  }

  @Test
  void thePageHasFourViewsAndTwoQueriesForEveryLine() {
    assertEquals(6, queries.size(), queries.toString());
    assertEquals(2, queriesOfSpark42.size(), queriesOfSpark42.toString());
  }

  @Test
  void theNearestPrototypesAreTheScoresToTheLastBit() {
    assertEquals(scores(), clusters(session.sql(queries.get(4))));
  }

  @Test
  void theHardnessOfEachRowIsThatOfTheScoresToTheLastBit() {
    assertEquals(scores(), clusters(session.sql(queries.get(5))));
  }

  @Test
  void theVectorFunctionsOfSpark42AgreeWithTheScoresToSixDigits() {
    assumeVectorFunctions();
    Map<String, Double> distances = new TreeMap<>();
    session
        .sql(queriesOfSpark42.get(1))
        .collectAsList()
        .forEach(row -> distances.put(row.getString(0), ((Number) row.get(2)).doubleValue()));

    assertEquals(scores().keySet(), distances.keySet());
    for (Row row : session.table("scores").collectAsList()) {
      assertEquals(
          row.<Double>getAs("cosine_dist_to_cent"), distances.get(row.<String>getAs("id")), 1e-6);
    }
  }

  @Test
  void theVectorFunctionsOfSpark42FindFiveRowsLikeTheHardest() {
    assumeVectorFunctions();
    List<Row> similar = session.sql(queriesOfSpark42.get(0)).collectAsList();

    assertEquals(5, similar.size());
    for (int i = 1; i < 5; i++) {
      assertTrue(
          ((Number) similar.get(i).get(1)).doubleValue()
              <= ((Number) similar.get(i - 1).get(1)).doubleValue(),
          similar.toString());
    }
  }

  private static void assumeVectorFunctions() {
    assumeTrue(
        session.catalog().functionExists("vector_cosine_similarity"),
        () -> "Spark " + session.version() + " has no vector_cosine_similarity; 4.2 has");
  }
}

package dev.winnow.jobs.why;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.SparkLookup;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.transforms.LocalSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row far is a duplicate of near, and near is a duplicate of kept; row alone is no duplicate. */
class RowDuplicatesTest {

  @TempDir private static Path folder;
  private static TableLookup tables;

  @BeforeAll
  static void writeTables() {
    write(
        "decisions",
        """
        VALUES ('kept', 'kept', 1L, NULL, NULL, NULL),
               ('near', 'semantic_duplicate', NULL, 'kept', 'kept', 0.97D),
               ('far', 'semantic_duplicate', NULL, 'near', 'kept', 0.96D),
               ('alone', 'kept', 2L, NULL, NULL, NULL)
        AS t(id, reason, keep_rank, duplicate_of, representative, cosine_similarity)\
        """);
    write(
        "duplicates",
        """
        VALUES ('near', 'kept', 'kept', 0.97D, 0.97D, 0, 'semantic', 'reference'),
               ('far', 'near', 'kept', 0.96D, 0.96D, 0, 'semantic', 'reference')
        AS t(id, duplicate_of, representative, cosine_similarity, similarity, cluster_id, kind, rule)\
        """);
    tables = new SparkLookup(new TableStore(LocalSpark.session(), folder.toString()));
  }

  private static void write(String table, String values) {
    LocalSpark.session()
        .sql("SELECT * FROM " + values)
        .write()
        .format("delta")
        .save(folder.resolve(table).toString());
  }

  private static Map<String, Object> story(String id, Map<String, Long> versions) {
    ReleaseCatalog.Release release =
        new ReleaseCatalog.Release(
            "r", "run", "digest", new Timestamp(0), versions, Map.of("curated", 2L));
    Map<String, Object> decision = tables.where("decisions", 0, "id", id).get(0);
    Map<String, Object> story = new LinkedHashMap<>();
    new RowDuplicates(tables, release).add(decision, story);
    return story;
  }

  private static final Map<String, Long> BOTH = Map.of("decisions", 0L, "duplicates", 0L);

  @Test
  void followsTheChainOfWitnessesToTheRowThatStandsForIt() {
    Map<String, Object> story = story("far", BOTH);
    Map<?, ?> duplicate = (Map<?, ?>) story.get("duplicate");
    List<?> chain = (List<?>) duplicate.get("chain");
    assertEquals(2, chain.size());
    assertEquals("far", ((Map<?, ?>) chain.get(0)).get("id"));
    assertEquals("near", ((Map<?, ?>) chain.get(1)).get("id"));
    assertEquals("kept", ((Map<?, ?>) chain.get(1)).get("duplicate_of"));
    assertEquals("kept", duplicate.get("representative"));
    assertEquals(
        "Dropped as a semantic duplicate of near (similarity 0.9600); kept stands for it, and is"
            + " kept.",
        RowSentence.of(Map.of("reason", "semantic_duplicate"), story));
  }

  @Test
  void withoutTheTableTheDecisionNamesTheFirstWitness() {
    Map<String, Object> story = story("far", Map.of("decisions", 0L));
    Map<?, ?> duplicate = (Map<?, ?>) story.get("duplicate");
    assertEquals(
        List.of(Map.of("id", "far", "duplicate_of", "near", "cosine_similarity", 0.96)),
        duplicate.get("chain"));
    assertEquals("kept", duplicate.get("representative_reason"));
  }

  @Test
  void aRowThatStandsForOthersNamesThem() {
    assertEquals(
        Map.of("rows", 2L, "examples", List.of("far", "near")),
        story("kept", BOTH).get("stands_for"));
    assertNull(story("alone", BOTH).get("stands_for"));
    assertEquals(Map.of(), story("kept", Map.of("decisions", 0L)));
  }
}

package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.JsonTexts;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Finds the known duplicates of real texts. */
@Tag("long")
class TextCorporaTest {

  private static TextDuplicates greedy() {
    return new TextDuplicates(
        new NearTexts(TextOptions.defaults()), new DuplicateGroups(Rule.GREEDY));
  }

  @Test
  void findsMostCopiesOfQueriesAndFewOtherRows() throws IOException {
    QueryCopies queries = QueryCopies.shared();
    Set<String> gone =
        greedy().apply(queries.rows()).dropped().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    QueryCopies.Counts counts = queries.counts(gone);
    System.out.println(
        "clinc150 with 1,400 copies, greedy | recall | copies removed | other rows removed"
            + " | rows removed | "
            + String.join(" | ", counts.byKind().keySet()));
    System.out.println("nearJaccard " + TextOptions.NEAR_JACCARD + " | " + counts.cells());
    assertTrue(counts.recall() >= 0.85, "recall " + counts.recall());
    assertTrue(counts.othersRemoved() <= 1600, "other rows removed " + counts.othersRemoved());
    assertEquals(1, counts.byKind().get("space"));
    assertEquals(1, counts.byKind().get("case"));
    // In another order, "not" may stand before another word.
    assertTrue(counts.byKind().get("rotate") >= 0.98, counts.toString());
  }

  @Test
  void findsTheReviewsThatOccurTwice() throws IOException {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType, false)
            .add("text", DataTypes.StringType, false)
            .add("place", DataTypes.LongType, false);
    List<Row> rows = new ArrayList<>();
    for (JsonTexts text : JsonTexts.read(Shared.path("data/text/imdb-20k.jsonl.gz"))) {
      rows.add(RowFactory.create(text.id(), text.text(), (long) rows.size()));
    }
    Map<String, String> representative = new HashMap<>();
    TextDuplicates.Found found = greedy().apply(LocalSpark.rows(schema, 4, rows));
    for (Row row : found.dropped().collectAsList()) {
      representative.put(row.getString(0), row.getString(2));
    }
    List<String> groups =
        Files.readAllLines(Shared.path("reference/natural_duplicates_imdb-20k.csv"));
    for (String group : groups.subList(1, groups.size())) {
      Set<String> kept = new HashSet<>();
      for (String id : group.split("\\|")) {
        kept.add(representative.getOrDefault(id, id));
      }
      assertEquals(1, kept.size(), group);
    }
    System.out.println("imdb-20k: " + representative.size() + " reviews are near another one");
    // Phrases of this language fill a few buckets by chance.
    assertTrue(found.bounded().count() <= 10, "bounded buckets: " + found.bounded().count());
  }
}

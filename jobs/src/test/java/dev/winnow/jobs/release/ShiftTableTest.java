package dev.winnow.jobs.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.transforms.LocalSpark;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ShiftTableTest {

  private static List<String> shifts() {
    Dataset<Row> examples =
        LocalSpark.session()
            .sql(
                """
                SELECT * FROM VALUES ('a', 'cat', 'file:/in/cats/1.jpg'),
                                     ('b', 'cat', 'file:/in/cats/2.jpg'),
                                     ('c', NULL, 'file:/in/rows.jsonl#0'),
                                     ('d', 'dog', 'file:/in/rows.jsonl#17')
                AS t(id, label, source)\
                """);
    Dataset<Row> decisions =
        LocalSpark.session()
            .sql(
                """
                SELECT *, 0L AS keep_rank
                FROM VALUES ('a', true, 3), ('b', false, 3), ('c', true, 4),
                            ('d', false, NULL), ('refused', false, NULL)
                AS t(id, kept, cluster_id)\
                """);
    return ShiftTable.rows(ShiftTable.join(examples, decisions), 4, 2, 3, "r")
        .orderBy("dimension", "value")
        .select("dimension", "value", "rows", "kept", "kept_share", "overall_share", "ratio")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  /** Two of the four examples are kept, and two of the three that have a cluster. */
  @Test
  void countsTheKeptRowsOfEachLabelSourceAndCluster() {
    double overall = 2.0 / 3;
    assertEquals(
        List.of(
            "[cluster,3,2,1,0.5," + overall + "," + 0.5 / overall + "]",
            "[cluster,4,1,1,1.0," + overall + "," + 1 / overall + "]",
            "[label,null,1,1,1.0,0.5,2.0]",
            "[label,cat,2,1,0.5,0.5,1.0]",
            "[label,dog,1,0,0.0,0.5,0.0]",
            "[source,file:/in/cats,2,1,0.5,0.5,1.0]",
            "[source,file:/in/rows.jsonl,2,1,0.5,0.5,1.0]"),
        shifts());
  }

  /** Label rare keeps a tenth, label common half, and one of four rows of all is kept. */
  @Test
  void aLabelAtItsFloorIsNotNotable() {
    Dataset<Row> shifts =
        LocalSpark.session()
            .sql(
                """
                SELECT 'label' AS dimension, * FROM VALUES
                  ('rare', 100L, 10L, 0.25D, 0.4D), ('common', 60L, 30L, 0.25D, 2.0D)
                AS t(value, rows, kept, overall_share, ratio)\
                """);
    assertEquals(1, ShiftTable.facts(shifts, "r", "digest", List.of("common")).shiftedClasses());
    PublishFacts facts = ShiftTable.facts(shifts, "r", "digest", List.of("rare"));
    assertEquals(0, facts.shiftedClasses());
    assertEquals(List.of(), ShiftTable.lines(facts));
  }

  @Test
  void theCardNamesFiveClassesAndCountsTheOthers() {
    List<PublishFacts.ClassShift> most =
        Stream.of("a", "b", "c", "d", "e")
            .map(value -> new PublishFacts.ClassShift(value, 1000, 5, 0.1))
            .toList();
    List<String> lines = ShiftTable.lines(new PublishFacts("r", "digest", 9L, 7L, most));
    assertEquals("a kept 0.10 times as often as all rows: 5 of 1,000", lines.get(0));
    assertEquals("and 2 more classes, in table shifts", lines.get(5));
    assertEquals(6, lines.size());
  }
}

package dev.winnow.transforms.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SQL functions on vectors of two dimensions. Tagged: Catalyst changes with Spark's lines. */
@Tag("line")
class WinnowExtensionsTest {

  private static final String AXES =
      "array(named_struct('cluster_id', 7, 'prototype', array(0f, 1f)),"
          + " named_struct('cluster_id', 3, 'prototype', array(1f, 0f)))";

  private static Row row(String select) {
    return LocalSpark.session().sql("SELECT " + select).first();
  }

  private static String nearest(String embedding, String prototypes) {
    Row found = row("winnow_nearest_prototype(" + embedding + ", " + prototypes + ")").getStruct(0);
    return found == null ? null : found.getInt(0) + " at " + found.getDouble(1);
  }

  private static String fault(String select) {
    Throwable thrown = assertThrows(Exception.class, () -> row(select));
    StringBuilder text = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      text.append(t.getMessage()).append('\n');
    }
    return text.toString();
  }

  @Test
  void theMostSimilarPrototypeIsNamedByItsClusterWithItsDistance() {
    assertEquals("7 at 0.0", nearest("array(0f, 5f)", AXES));
    assertEquals("3 at 0.4", nearest("array(3f, -4f)", AXES));
  }

  @Test
  void theLowestClusterWinsATie() {
    assertEquals("3", nearest("array(0.6f, 0.6f)", AXES).substring(0, 1));
  }

  @Test
  void aDistanceIsOneMinusTheCosineWhateverTheLengths() {
    assertEquals(1.0, row("winnow_hardness(array(2f, 0f), array(0f, 3f))").getDouble(0));
    assertEquals(2.0, row("winnow_hardness(array(2f, 0f), array(-3f, 0f))").getDouble(0));
  }

  @Test
  void otherNumbersBecomeFloats() {
    assertEquals(1.0, row("winnow_hardness(array(2.5, 0.0), array(0D, 3D))").getDouble(0));
  }

  @Test
  void fieldsOfPrototypesMayHaveAnyOrderAndOthersBesideThem() {
    String wide =
        "array(named_struct('prototype', array(0f, 1f), 'size', 9L, 'cluster_id', 7),"
            + " named_struct('prototype', array(1f, 0f), 'size', 8L, 'cluster_id', 3))";

    assertEquals("7 at 0.0", nearest("array(0f, 5f)", wide));
  }

  @Test
  void nullsAndNoPrototypesGiveNull() {
    assertNull(nearest("CAST(NULL AS array<float>)", AXES));
    assertNull(nearest("array(1f, 0f)", "filter(" + AXES + ", p -> p.cluster_id > 100)"));
    assertTrue(row("winnow_hardness(array(1f), NULL)").isNullAt(0));
  }

  /**
   * Two rows with prototypes each, in one partition, so that the second finds those of the first.
   */
  @Test
  void everyRowIsComparedWithItsOwnPrototypes() {
    List<Integer> found = new ArrayList<>();
    LocalSpark.session()
        .sql(
            "SELECT winnow_nearest_prototype(array(1f, 0f), p).cluster_id FROM (SELECT id,"
                + " array(named_struct('cluster_id', CAST(id AS int), 'prototype', array(1f, 0f)),"
                + " named_struct('cluster_id', 50, 'prototype', array(0f, 1f))) AS p"
                + " FROM range(0, 6, 1, 1)) ORDER BY id")
        .collectAsList()
        .forEach(row -> found.add(row.getInt(0)));

    assertEquals(List.of(0, 1, 2, 3, 4, 5), found);
  }

  @Test
  void vectorsThatDoNotFitFailTheQueryWithTheReason() {
    String lengths = fault("winnow_hardness(array(1f, 0f), array(1f))");
    assertTrue(lengths.contains("must have as many dimensions, got 2 and 1"), lengths);

    String hole = fault("winnow_hardness(array(1f, CAST(NULL AS float)), array(1f, 0f))");
    assertTrue(hole.contains("embedding must hold no null, got one in dimension 1 of 2"), hole);

    String twice =
        fault("winnow_nearest_prototype(array(1f, 0f), concat(" + AXES + ", " + AXES + "))");
    assertTrue(twice.contains("each cluster_id once, got 7 twice"), twice);
  }

  @Test
  void aWrongNumberOrTypeOfArgumentsIsRefusedByTheAnalysis() {
    String number = fault("winnow_hardness(array(1f, 0f))");
    assertTrue(number.contains("winnow_hardness takes 2 arguments, got 1"), number);

    String type = fault("winnow_nearest_prototype(array(1f, 0f), array(array(1f, 0f)))");
    assertTrue(
        type.contains("DATATYPE_MISMATCH")
            && type.toLowerCase(Locale.ROOT).contains("cluster_id: int"),
        type);
  }

  @Test
  void sqlDescribesTheFunctions() {
    String usage =
        LocalSpark.session()
            .sql("DESCRIBE FUNCTION winnow_nearest_prototype")
            .collectAsList()
            .toString();

    assertTrue(usage.contains("Returns the most similar prototype"), usage);
  }
}

package dev.winnow.transforms.task;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DrawsTest {

  private static Dataset<Row> rows() {
    return LocalSpark.session().range(2000).select(col("id").cast("string").as("id"));
  }

  @Test
  void aShareOfTheRowsIsDrawnTheSameOnesInAnyOrderAndInsideALargerShare() {
    var hash = Draws.hash(42, "test");
    long tenth = rows().where(Draws.isDrawn(hash, 0.1)).count();
    assertTrue(tenth > 150 && tenth < 250, "drawn " + tenth);
    assertEquals(tenth, rows().orderBy(col("id").desc()).where(Draws.isDrawn(hash, 0.1)).count());
    assertEquals(
        tenth, rows().where(Draws.isDrawn(hash, 0.3).and(Draws.isDrawn(hash, 0.1))).count());
    assertEquals(0, rows().where(Draws.isDrawn(hash, 0)).count());
    assertEquals(2000, rows().where(Draws.isDrawn(hash, 1)).count());
  }

  @Test
  void aRowIsDrawnWhenTheNumberOfItsHashIsBelowTheShare() {
    var hash = Draws.hash(42, "test");
    var agree = Draws.isDrawn(hash, 0.25).equalTo(Draws.number(hash).lt(lit(0.25)));
    assertEquals(2000, rows().where(agree).count());
  }

  @Test
  void drawsForTwoPurposesAreIndependent() {
    long both =
        rows()
            .where(Draws.isDrawn(Draws.hash(42, "a"), 0.5))
            .where(Draws.isDrawn(Draws.hash(42, "b"), 0.5))
            .count();
    assertTrue(both > 400 && both < 600, "drawn for both " + both);
  }
}

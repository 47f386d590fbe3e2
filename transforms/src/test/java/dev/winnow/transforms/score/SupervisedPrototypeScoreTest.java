package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupervisedPrototypeScoreTest {

  private static Map<String, Double> scores(Dataset<Row> rows, int dim) {
    return LabelledRows.column(
        new SupervisedPrototypeScore(LabelClasses.count(rows), dim).apply(rows),
        SupervisedPrototypeScore.COLUMN);
  }

  @Test
  void isTheDistanceToTheMeanDirectionOfTheOwnLabel() {
    // Both labels are symmetric about their middle row, which is their mean direction.
    LabelledRows rows = new LabelledRows();
    for (int i = -2; i <= 2; i++) {
      rows.addAngle("a" + i, "a", 30 + 10 * i);
      rows.addAngle("b" + i, "b", 120 + 5 * i);
    }
    Map<String, Double> scores = scores(rows.in(3), 2);
    for (int i = -2; i <= 2; i++) {
      assertEquals(1 - Math.cos(Math.toRadians(10 * i)), scores.get("a" + i), 1e-7);
      assertEquals(1 - Math.cos(Math.toRadians(5 * i)), scores.get("b" + i), 1e-7);
    }
    assertEquals(Collections.min(scores.values()), Math.min(scores.get("a0"), scores.get("b0")));
  }

  @Test
  void aRowOfAnotherLabelThanItsNeighboursIsTheHardest() {
    LabelledRows rows = new LabelledRows().addAngle("wrong", "a", 90);
    for (int i = 0; i < 9; i++) {
      rows.addAngle("a" + i, "a", i).addAngle("b" + i, "b", 86 + i);
    }
    Map<String, Double> scores = scores(rows.in(2), 2);
    assertEquals(Collections.max(scores.values()), scores.get("wrong"));
  }

  @Test
  void rowsWithoutALabelAreNoClassAndHaveNoScore() {
    LabelledRows rows =
        new LabelledRows()
            .addAngle("x", "a", 0)
            .addAngle("y", "a", 20)
            .addAngle("n", null, 90)
            .addAngle("m", null, 95);
    Map<String, Double> scores = scores(rows.in(2), 2);
    assertNull(scores.get("n"));
    assertNull(scores.get("m"));
    assertEquals(1 - Math.cos(Math.toRadians(10)), scores.get("x"), 1e-7);
    LabelClasses classes = LabelClasses.count(rows.in(1));
    assertEquals(1, classes.size());
    assertEquals(2, classes.unlabelledRows());
  }

  @Test
  void aLabelWhoseVectorsCancelOutHasNoScore() {
    LabelledRows rows =
        new LabelledRows().add("plus", "a", 1, 0).add("minus", "a", -1, 0).add("other", "b", 0, 1);
    Map<String, Double> scores = scores(rows.in(2), 2);
    assertNull(scores.get("plus"));
    assertNull(scores.get("minus"));
    assertEquals(0, scores.get("other"), 1e-7);
  }

  @Test
  void aFrequentLabelIsSampledAndARareOneIsNot() {
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 500; i++) {
      rows.addAngle("often" + i, "often", 90);
    }
    rows.addAngle("rare0", "rare", 0).addAngle("rare1", "rare", 10).addAngle("rare2", "rare", 20);
    Dataset<Row> dataset = rows.in(3);
    Map<String, Double> scores =
        LabelledRows.column(
            new SupervisedPrototypeScore(LabelClasses.count(dataset), 2, 5).apply(dataset),
            SupervisedPrototypeScore.COLUMN);
    // The mean direction of all three rare rows is that of the second one.
    assertEquals(0, scores.get("rare1"), 1e-7);
    assertEquals(1 - Math.cos(Math.toRadians(10)), scores.get("rare0"), 1e-7);
    assertEquals(0, scores.get("often7"), 1e-7);
  }

  @Test
  void doesNotDependOnPartitionsSeed3() {
    SplittableRandom random = new SplittableRandom(3);
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 200; i++) {
      rows.add(
          "r" + i,
          i % 11 == 0 ? null : "c" + i % 5,
          random.nextDouble(),
          random.nextDouble() - 0.5,
          random.nextDouble());
    }
    Map<String, Double> one = scores(rows.in(1), 3);
    assertEquals(one, scores(rows.in(7), 3));
    assertEquals(one, scores(rows.in(64), 3));
  }

  @Test
  void rejectsRowsWithoutAnyLabel() {
    LabelClasses none = LabelClasses.count(new LabelledRows().addAngle("x", null, 0).in(1));
    assertEquals(
        "labels must have 1 to 10000 distinct values, got 0",
        assertThrows(IllegalArgumentException.class, () -> new SupervisedPrototypeScore(none, 2))
            .getMessage());
  }
}

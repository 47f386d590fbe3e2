package dev.winnow.jobs.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PoolFactsTest {

  /** Two clusters: four cats and a dog, and two dogs and a cat; the last row is far out. */
  private static final PoolFacts FACTS =
      new PoolFacts(
          new String[] {"cat", "cat", "cat", "cat", "dog", "dog", "dog", "cat"},
          new int[] {0, 0, 0, 0, 0, 1, 1, 1},
          new double[] {0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.9});

  @Test
  void rowsWithAnotherLabelThanMostOfTheirClusterAreCounted() {
    assertEquals(2.0 / 8, FACTS.otherLabel(FACTS.all()));
    assertEquals(1, FACTS.otherLabel(new int[] {4, 7}));
    assertEquals(0, FACTS.otherLabel(new int[] {0, 5}));
    assertEquals(0, FACTS.otherLabel(new int[0]));
  }

  @Test
  void rowsFarBeyondTheOthersAreOutliers() {
    assertEquals(1.0 / 8, FACTS.outliers(FACTS.all()));
    assertEquals(0.5, FACTS.outliers(new int[] {6, 7}));
  }

  @Test
  void theClassThatLosesMostIsNamed() {
    PoolFacts.Shift shift = FACTS.shift(new int[] {0, 1, 2, 3});
    assertEquals("dog", shift.label());
    assertEquals(0, shift.share());
    assertEquals(1, shift.belowHalf());
    assertEquals(2, shift.classes());
    // Half of each class but one row: three of five cats, one of three dogs.
    assertEquals(1.0 / 3, FACTS.shift(new int[] {0, 1, 2, 5}).share());
    assertEquals(0, FACTS.shift(new int[] {0, 1, 2, 5}).belowHalf());
  }
}

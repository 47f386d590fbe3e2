package dev.winnow.transforms.experiment.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.HashedDraws;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaxMarginTest {

  /** (3, 0) and (0, 4) are at equal distance from the line through 0 across (4, 3) / 5. */
  @Test
  void theMarginOfTwoExamplesIsTheDistanceOfTheirLine() {
    MaxMargin.Student student = MaxMargin.train(new double[][] {{3, 0}, {0, 4}});
    assertArrayEquals(new double[] {0.8, 0.6}, student.weights(), 1e-12);
    assertEquals(2.4, student.margin(), 1e-12);
  }

  /** (1, 1) is nearer than the foot of the perpendicular on the line to (5, 9). */
  @Test
  void anExampleBehindAnotherHasNoPart() {
    MaxMargin.Student student = MaxMargin.train(new double[][] {{1, 1}, {5, 9}});
    assertArrayEquals(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, student.weights(), 1e-12);
  }

  @Test
  void refusesExamplesThatNoStudentSeparates() {
    assertThrows(
        IllegalStateException.class,
        () -> MaxMargin.train(new double[][] {{1, 0}, {-1, 1}, {0, -1}}));
  }

  /** The bound holds for every student, so a closed gap proves that none is better. */
  @Property(tries = 60, seed = "41")
  void theGapClosesAndNoOtherStudentIsBetter(
      @ForAll @IntRange(min = 2, max = 20) int dim,
      @ForAll @IntRange(min = 1, max = 200) int rows,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    HashedDraws draws = HashedDraws.of(seed);
    double[][] examples = new double[rows][dim];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < dim; j++) {
        examples[i][j] = draws.normal((long) i * dim + j);
      }
      examples[i][0] = Math.abs(examples[i][0]);
    }
    MaxMargin.Student student = MaxMargin.train(examples);
    assertTrue(student.gap() <= MaxMargin.TOLERANCE);
    double least = Double.POSITIVE_INFINITY;
    for (double[] example : examples) {
      least = Math.min(least, ActiveSet.dot(example, student.weights()));
    }
    assertEquals(least, student.margin(), 1e-9);
    for (int other = 0; other < 20; other++) {
      double[] weights = new double[dim];
      for (int j = 0; j < dim; j++) {
        weights[j] = student.weights()[j] + 0.1 * draws.normal(-1 - other * 100L - j);
      }
      double length = Math.sqrt(ActiveSet.dot(weights, weights));
      double margin = Double.POSITIVE_INFINITY;
      for (double[] example : examples) {
        margin = Math.min(margin, ActiveSet.dot(example, weights) / length);
      }
      assertTrue(margin <= student.margin() * (1 + 1e-8));
    }
  }

  @Property(tries = 20, seed = "42")
  void theOrderOfExamplesChangesNoStudent(@ForAll @IntRange(max = 1_000_000) int seed) {
    HashedDraws draws = HashedDraws.of(seed);
    double[][] examples = new double[50][5];
    double[][] reversed = new double[50][];
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 5; j++) {
        examples[i][j] = draws.normal(5L * i + j);
      }
      examples[i][0] = Math.abs(examples[i][0]);
      reversed[49 - i] = examples[i];
    }
    assertArrayEquals(
        MaxMargin.train(examples).weights(), MaxMargin.train(reversed).weights(), 1e-7);
  }
}

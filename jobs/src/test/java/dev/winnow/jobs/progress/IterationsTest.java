package dev.winnow.jobs.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.cluster.FitProgress;
import org.junit.jupiter.api.Test;

class IterationsTest {

  private static FitProgress.Iteration state(int done, boolean isFirst, double moved) {
    return new FitProgress.Iteration(done, isFirst, 50, 0.3, moved, 1e-3);
  }

  @Test
  void aFitThatConvergesEndsBeforeItsLastIteration() {
    Iterations iterations = new Iterations();
    iterations.add(state(0, true, Double.NaN), 0);
    assertTrue(Double.isNaN(iterations.left(0)), "no iteration has shown its time");
    iterations.add(state(1, false, 0.8), 2);
    assertEquals(98, iterations.left(2), 1e-9, "one movement shows no trend");
    iterations.add(state(2, false, 0.4), 4);
    // 0.4, halved nine times, is below 0.001.
    assertEquals(9, iterations.expected());
    assertEquals(17, iterations.left(5), 1e-9);
    iterations.add(state(3, false, 0.0005), 6);
    assertEquals(0, iterations.expected());
  }

  @Test
  void aFitThatContinuesCountsOnlyItsOwnIterations() {
    Iterations iterations = new Iterations();
    iterations.add(state(40, true, Double.NaN), 100);
    iterations.add(state(41, false, 0.5), 103);
    assertEquals(27, iterations.left(103), 1e-9);
  }
}

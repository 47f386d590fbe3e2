package dev.winnow.transforms.experiment.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void errorsOfFourRowsAreThoseCountedByHand() {
    double[][] logits = {
      {StrictMath.log(0.9), StrictMath.log(0.1)},
      {StrictMath.log(0.7), StrictMath.log(0.3)},
      {StrictMath.log(0.7), StrictMath.log(0.3)},
      {StrictMath.log(0.2), StrictMath.log(0.8)}
    };
    Measurement measured = new Evaluation(logits, new int[] {0, 0, 1, 1}).measure(5, 6);
    assertEquals(0.25, measured.error());
    assertEquals(0.5, measured.worstClassError());
    double expected =
        -(StrictMath.log(0.9) + StrictMath.log(0.7) + StrictMath.log(0.3) + StrictMath.log(0.8))
            / 4;
    assertEquals(expected, measured.crossEntropy(), 1e-12);
    // Bins of 0.9, 0.7 twice with one right, and 0.8.
    assertEquals((0.1 + Math.abs(1 - 1.4) + 0.2) / 4, measured.calibrationError(), 1e-12);
    assertEquals(5, measured.steps());
    assertEquals(6, measured.flops());
    assertEquals(BitSet.valueOf(new long[] {0b0100}), measured.wrong());
  }

  @Test
  void ofEqualScoresTheLowestClassIsThePrediction() {
    double[][] logits = {{1, 1, 0}, {1, 1, 0}};
    assertEquals(0.5, new Evaluation(logits, new int[] {0, 1}).measure(0, 0).error());
  }

  @Test
  void theTemperatureOfSharpenedCalibratedScoresIsTheFactorOfSharpening() {
    int rows = 20_000;
    HashedDraws draws = HashedDraws.of(11);
    double[][] logits = new double[rows][2];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      double logit = 2 * draws.normal(i);
      labels[i] = draws.part(1).uniform(i) < 1 / (1 + StrictMath.exp(-logit)) ? 1 : 0;
      logits[i][1] = 3 * logit;
    }
    Measurement measured = new Evaluation(logits, labels).measure(0, 0);
    assertEquals(3, measured.temperature(), 0.1);
    assertTrue(measured.calibrationError() > 0.05, measured.toString());
    assertTrue(measured.calibratedError() < 0.02, measured.toString());
  }

  @Test
  void noTemperatureGivesALowerCrossEntropy() {
    double[][] logits = {{0.3, 1.1, -2}, {2, 0.1, 0.4}, {-1, 0, 1.5}, {0.2, 0.1, 0}};
    Evaluation evaluation = new Evaluation(logits, new int[] {1, 2, 2, 0});
    double temperature = evaluation.measure(0, 0).temperature();
    double best = evaluation.crossEntropy(1 / temperature);
    for (double other : new double[] {0.1, 0.5, 0.9, 1.1, 2, 10}) {
      assertTrue(best <= evaluation.crossEntropy(1 / (temperature * other)) + 1e-12);
    }
  }

  @Test
  void perfectAndHopelessScoresHaveATemperatureAtTheBounds() {
    double[][] logits = {{1, 0}, {0, 1}};
    assertEquals(
        1.0 / 20, new Evaluation(logits, new int[] {0, 1}).measure(0, 0).temperature(), 1e-3);
    assertEquals(20, new Evaluation(logits, new int[] {1, 0}).measure(0, 0).temperature(), 0.1);
  }

  @Test
  void theExponentialAgreesWithTheStrictOne() {
    for (double x = 0; x > -700; x -= 0.37) {
      double strict = StrictMath.exp(x);
      assertEquals(1, Softmax.exp(x) / strict, 1e-12, "at " + x);
    }
    assertEquals(1, Softmax.exp(0));
    assertEquals(0, Softmax.exp(-1e9));
  }

  @Test
  void aSystemIsSolvedForEveryColumnAndAnIndefiniteOneIsRefused() {
    double[][] solved =
        PositiveDefinite.solve(
            new double[][] {{4, 2, 0}, {2, 5, 1}, {0, 1, 3}},
            // The matrix times (1, 2, 3) and (0, -1, 1).
            new double[][] {{8, -2}, {15, -4}, {11, 2}});
    assertEquals(1, solved[0][0], 1e-12);
    assertEquals(2, solved[1][0], 1e-12);
    assertEquals(3, solved[2][0], 1e-12);
    assertEquals(0, solved[0][1], 1e-12);
    assertEquals(-1, solved[1][1], 1e-12);
    assertEquals(1, solved[2][1], 1e-12);
    assertThrows(
        ArithmeticException.class,
        () -> PositiveDefinite.solve(new double[][] {{1, 2}, {2, 1}}, new double[2][1]));
  }
}

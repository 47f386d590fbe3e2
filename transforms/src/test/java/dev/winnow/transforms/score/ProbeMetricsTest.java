package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks metrics of given probabilities, computed by hand. */
class ProbeMetricsTest {

  private static final List<ProbeMetric> OF_THE_LAST_EPOCH =
      List.of(new El2nScore(), new MarginScore(), new ConfidenceScore());

  private static double compute(ProbeMetric metric, int label, double[]... probabilities) {
    return metric.hardness(new ProbeOutputs(label, probabilities, null));
  }

  private static double forgetting(boolean[]... correct) {
    return new ForgettingScore().hardness(new ProbeOutputs(0, null, correct));
  }

  private static boolean[] epochs(String marks) {
    boolean[] epochs = new boolean[marks.length()];
    for (int i = 0; i < epochs.length; i++) {
      epochs[i] = marks.charAt(i) == '+';
    }
    return epochs;
  }

  @Test
  void el2nIsTheMeanLengthOfTheErrors() {
    // The errors are (-0.4, 0.4, 0) and (-1, 0.6, 0.4).
    double expected = (Math.sqrt(0.32) + Math.sqrt(1.52)) / 2;
    double[] first = {0.6, 0.4, 0};
    double[] second = {0, 0.6, 0.4};
    assertEquals(expected, compute(new El2nScore(), 0, first, second), 1e-15);
    assertEquals(Math.sqrt(2), compute(new El2nScore(), 0, new double[] {0, 1, 0}), 1e-15);
  }

  @Test
  void marginIsOneLessTheLeadOfTheOwnLabel() {
    double[] leads = {0.7, 0.2, 0.1};
    double[] trails = {0.1, 0.8, 0.1};
    assertEquals(((1 - 0.5) + (1 + 0.7)) / 2, compute(new MarginScore(), 0, leads, trails), 1e-15);
    assertEquals(0, compute(new MarginScore(), 1, new double[] {0, 1, 0}));
    assertEquals(2, compute(new MarginScore(), 0, new double[] {0, 1, 0}));
  }

  @Test
  void confidenceIsOneLessTheMeanProbabilityOfTheOwnLabel() {
    assertEquals(
        1 - (0.7 + 0.2) / 2,
        compute(new ConfidenceScore(), 0, new double[] {0.7, 0.3}, new double[] {0.2, 0.8}),
        1e-15);
    assertEquals(1, compute(new ConfidenceScore(), 0, new double[] {0, 1}));
  }

  @Test
  void everyMetricFallsAsTheProbabilityOfTheLabelRises() {
    for (ProbeMetric metric : OF_THE_LAST_EPOCH) {
      double before = Double.POSITIVE_INFINITY;
      for (double p : new double[] {0, 0.1, 0.5, 0.9, 1}) {
        double hardness = compute(metric, 0, new double[] {p, 1 - p});
        assertEquals(true, hardness < before, metric.column() + " at " + p);
        before = hardness;
      }
      assertEquals(0, before, metric.column());
    }
  }

  @Test
  void forgettingCountsTurnsFromRightToWrong() {
    assertEquals(0, forgetting(epochs("--++")));
    assertEquals(1, forgetting(epochs("-++-")));
    assertEquals(2, forgetting(epochs("+-+-")));
    assertEquals(3, forgetting(epochs("+-+-"), epochs("+-++")));
  }

  @Test
  void anExampleThatNoProbeLearnedHasTheMaximum() {
    assertEquals(8, forgetting(epochs("----"), epochs("----")));
    assertEquals(4 + 1, forgetting(epochs("----"), epochs("+---")));
  }
}

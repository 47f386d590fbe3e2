package dev.winnow.transforms.experiment.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

  private static final Fitter FITTER = new Fitter();
  private static final PlantedRuns PLANTED = new PlantedRuns(0.5, 20, 0.4, 10, 5);

  /** One row of 50 is 2%. */
  @ParameterizedTest(name = "outliers {0}")
  @ValueSource(ints = {0, 1})
  void theTruthIsInsideInAtLeast45Of50Replicates(int outliers) {
    Map<String, Double> truth = Map.of("E", 0.5, "A", 20.0, "beta", 0.4);
    Map<String, Integer> inside = new TreeMap<>();
    for (int replicate = 0; replicate < 50; replicate++) {
      Runs runs = PLANTED.draw(0.02, outliers, 1000 + replicate);
      LawFit fit = FITTER.fit(LawForm.FLOOR, runs);
      Map<String, Interval> intervals = new Bootstrap(FITTER, 200, replicate).intervals(fit, runs);
      truth.forEach(
          (name, value) ->
              inside.merge(name, intervals.get(name).contains(value) ? 1 : 0, Integer::sum));
    }
    inside.forEach((name, count) -> assertTrue(count >= 45, name + " is inside in " + count));
  }

  /** Five copies of each row are no new evidence, so they must not make the interval narrower. */
  @Test
  void checkpointsOfOneRunCountAsOne() {
    Runs runs = PLANTED.draw(0.02, 0, 9);
    int rows = runs.rows();
    Runs copied =
        Runs.of(
            null,
            IntStream.range(0, 5 * rows).mapToDouble(i -> runs.examples(i % rows)).toArray(),
            IntStream.range(0, 5 * rows).mapToDouble(i -> runs.loss(i % rows)).toArray(),
            IntStream.range(0, 5 * rows).map(i -> i % rows).toArray());
    double once = width(runs);
    assertEquals(once, width(copied), 0.25 * once);
  }

  private static double width(Runs runs) {
    Interval beta =
        new Bootstrap(FITTER, 200, 4).intervals(FITTER.fit(LawForm.FLOOR, runs), runs).get("beta");
    return beta.high() - beta.low();
  }

  @Test
  void theSameSeedGivesTheSameIntervals() {
    Runs runs = PLANTED.draw(0.02, 0, 9);
    LawFit fit = FITTER.fit(LawForm.FLOOR, runs);
    assertEquals(
        new Bootstrap(FITTER, 50, 1).intervals(fit, runs),
        new Bootstrap(FITTER, 50, 1).intervals(fit, runs));
  }

  @Test
  void needsTwentyResamples() {
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(FITTER, 19, 1));
  }
}

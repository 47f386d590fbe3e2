package dev.winnow.transforms.experiment.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Cell;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Setting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulation at 100 parameters against the theory of infinitely many. */
class PerceptronSimulationTest {

  private static final int DIM = 100;

  /** Share of the error by which a finite number of parameters may differ, besides chance. */
  private static final double FINITE = 0.02;

  private static List<Setting> settings(double... degrees) {
    List<Setting> settings = new ArrayList<>(List.of(new Setting(KeptEnd.HARD, 1, 0)));
    for (double keepFraction : new double[] {0.8, 0.6, 0.4, 0.2}) {
      settings.add(new Setting(KeptEnd.RANDOM, keepFraction, 0));
      for (double angle : degrees) {
        settings.add(new Setting(KeptEnd.HARD, keepFraction, angle));
        settings.add(new Setting(KeptEnd.EASY, keepFraction, angle));
      }
    }
    return settings;
  }

  private static void assertAgrees(int trials, double[] examplesPerParameter, double... degrees) {
    for (double alpha : examplesPerParameter) {
      List<Setting> settings = settings(degrees);
      List<Cell> cells = new PerceptronSimulation(DIM, trials, 1).run(alpha, settings);
      for (int i = 0; i < settings.size(); i++) {
        Setting setting = settings.get(i);
        double theory =
            PerceptronTheory.ofDegrees(setting.degrees())
                .error(setting.end(), setting.keepFraction(), alpha);
        Cell cell = cells.get(i);
        assertEquals(
            theory,
            cell.mean(),
            3 * cell.standardError() + FINITE * theory,
            alpha + " examples per parameter, " + setting);
        assertTrue(cell.largestGap() <= MaxMargin.TOLERANCE);
      }
    }
  }

  @Test
  void tenTrialsAgreeWithTheTheory() {
    assertAgrees(10, new double[] {1, 4, 16}, 0);
  }

  @Test
  @Tag("long")
  void fortyTrialsAgreeWithTheTheoryInEveryCell() {
    assertAgrees(40, new double[] {0.5, 1, 2, 4, 8, 16, 32}, 0, 20);
  }

  /** Little data: easy is best. Much data: hard is best, and random is worst. */
  @Test
  void theBetterEndChangesWithTheExamples() {
    List<Setting> settings =
        List.of(
            new Setting(KeptEnd.HARD, 0.4, 0),
            new Setting(KeptEnd.RANDOM, 0.4, 0),
            new Setting(KeptEnd.EASY, 0.4, 0));
    List<Cell> few = new PerceptronSimulation(DIM, 10, 1).run(1, settings);
    assertTrue(few.get(2).mean() + 0.05 < few.get(1).mean());
    assertTrue(few.get(1).mean() + 0.05 < few.get(0).mean());
    List<Cell> many = new PerceptronSimulation(DIM, 10, 1).run(16, settings);
    assertTrue(many.get(0).mean() < many.get(2).mean());
    assertTrue(many.get(2).mean() + 0.02 < many.get(1).mean());
  }

  @Test
  void theSameSeedGivesTheSameErrors() {
    List<Setting> settings = List.of(new Setting(KeptEnd.HARD, 0.5, 10));
    assertEquals(
        new PerceptronSimulation(10, 4, 7).run(4, settings),
        new PerceptronSimulation(10, 4, 7).run(4, settings));
  }

  @Test
  void aStandardErrorNeedsTwoTrials() {
    assertThrows(IllegalArgumentException.class, () -> new PerceptronSimulation(10, 1, 7));
  }
}

package dev.winnow.transforms.experiment.advise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.advise.Question.Goal;
import dev.winnow.transforms.experiment.theory.KeptEnd;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Asks for advice where the right answer is known: on simulated perceptrons, at twelve settings
 * whose direction the theory gives. The error of the advised cut comes from new examples.
 */
class PlantedPerceptronTest {

  private static final int DIM = 60;
  private static final int SEEDS = 5;
  private static final double[] FRACTIONS = {0.2, 0.4, 0.6, 0.8};

  /** Examples per parameter, angle of the probe, fraction that must stay, and the direction. */
  private record Planted(double alpha, double degrees, Double fraction, KeptEnd direction) {}

  private static final List<Planted> SETTINGS =
      List.of(
          new Planted(1, 0, 0.4, KeptEnd.EASY),
          new Planted(1, 20, 0.6, KeptEnd.EASY),
          new Planted(1, 0, null, KeptEnd.EASY),
          new Planted(2, 0, 0.2, KeptEnd.EASY),
          new Planted(2, 0, null, KeptEnd.EASY),
          new Planted(4, 0, 0.2, KeptEnd.EASY),
          new Planted(4, 20, 0.4, KeptEnd.EASY),
          new Planted(8, 20, 0.6, KeptEnd.HARD),
          new Planted(16, 0, 0.2, KeptEnd.HARD),
          new Planted(16, 0, 0.4, KeptEnd.HARD),
          new Planted(16, 20, 0.6, KeptEnd.HARD),
          new Planted(16, 0, null, KeptEnd.HARD));

  @Test
  void theDirectionIsRightInAllAndTheErrorInsideItsIntervalInMost() {
    int inside = 0;
    List<String> outside = new ArrayList<>();
    for (Planted planted : SETTINGS) {
      Candidate chosen =
          Advisor.advise(
                  pilots(planted),
                  new Question(
                      Math.round(planted.alpha() * DIM),
                      planted.fraction(),
                      Goal.SMALLEST_SET,
                      0.05,
                      0))
              .chosen();
      assertEquals(word(planted.direction()), chosen.policy(), planted.toString());
      double truth =
          new PerceptronSimulation(DIM, 20, 99)
              .run(
                  planted.alpha(),
                  List.of(new Setting(planted.direction(), chosen.fraction(), planted.degrees())))
              .get(0)
              .mean();
      if (chosen.error().contains(truth)) {
        inside++;
      } else {
        outside.add(planted + ": " + chosen.error() + ", measured " + truth);
      }
    }
    assertTrue(inside >= 10, outside.toString());
  }

  private static List<Pilot> pilots(Planted planted) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting(KeptEnd.RANDOM, 1, 0));
    for (double fraction : FRACTIONS) {
      for (KeptEnd end : KeptEnd.values()) {
        settings.add(new Setting(end, fraction, planted.degrees()));
      }
    }
    PerceptronSimulation simulation = new PerceptronSimulation(DIM, SEEDS, 1);
    List<Pilot> pilots = new ArrayList<>();
    for (double pool : new double[] {planted.alpha() / 2, planted.alpha()}) {
      double[][] errors = simulation.errors(pool, settings);
      for (int i = 0; i < errors.length; i++) {
        Setting setting = settings.get(i);
        for (int seed = 0; seed < SEEDS; seed++) {
          pilots.add(
              new Pilot(
                  word(setting.end()),
                  setting.keepFraction(),
                  Math.round(pool * DIM),
                  seed,
                  errors[i][seed]));
        }
      }
    }
    return pilots;
  }

  private static String word(KeptEnd end) {
    return end.name().toLowerCase(Locale.ROOT);
  }
}

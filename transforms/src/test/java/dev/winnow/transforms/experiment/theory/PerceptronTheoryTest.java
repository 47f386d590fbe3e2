package dev.winnow.transforms.experiment.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.Normal;
import dev.winnow.transforms.experiment.theory.PerceptronTheory.Student;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The theory of Sorscher et al. 2022. Expected errors were computed independently, in another
 * language, from the saddle-point equations of the paper's appendix.
 */
class PerceptronTheoryTest {

  private static final double[] EXAMPLES_PER_PARAMETER = {0.5, 1, 2, 4, 8, 16, 32};
  private static final PerceptronTheory PERFECT = new PerceptronTheory(0);

  @ParameterizedTest
  @CsvSource({
    "HARD, 1, .32885 .26571 .18848 .11366 .06090 .03106 .01561",
    "EASY, 1, .32885 .26571 .18848 .11366 .06090 .03106 .01561",
    "RANDOM, .8, .34568 .28787 .21421 .13598 .07506 .03868 .01950",
    "HARD, .8, .37396 .30277 .19836 .11376 .06090 .03106 .01561",
    "EASY, .8, .31663 .25296 .17933 .11019 .06055 .03144 .01596",
    "RANDOM, .6, .36513 .31387 .24640 .16755 .09725 .05116 .02594",
    "HARD, .6, .42123 .37125 .26126 .11908 .06091 .03106 .01561",
    "EASY, .6, .31135 .24877 .17871 .11307 .06414 .03405 .01750",
    "RANDOM, .4, .38873 .34568 .28787 .21421 .13598 .07506 .03868",
    "HARD, .4, .45969 .43605 .38257 .20532 .06203 .03106 .01561",
    "EASY, .4, .31484 .25463 .18796 .12419 .07376 .04051 .02125",
    "RANDOM, .2, .42043 .38873 .34568 .28787 .21421 .13598 .07506",
    "HARD, .2, .48665 .48001 .46792 .43862 .27940 .03200 .01561",
    "EASY, .2, .33450 .27912 .21649 .15351 .09872 .05807 .03193"
  })
  void errorsOfAPerfectProbe(KeptEnd end, double keepFraction, String errors) {
    String[] expected = errors.split(" ");
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          Double.parseDouble(expected[i]),
          PERFECT.error(end, keepFraction, EXAMPLES_PER_PARAMETER[i]),
          1e-4);
    }
  }

  /** At 16 examples per parameter, hard examples kept. */
  @ParameterizedTest
  @CsvSource({
    "5, .03106 .03106 .03107 .03130 .03601",
    "10, .03106 .03107 .03149 .03417 .0653",
    "20, .03108 .03172 .03795 .0551 .2401",
    "40, .03267 .03913 .0627 .1188 .2448"
  })
  void aProbeAtAnAngleCostsMoreTheLessIsKept(double degrees, String errors) {
    double[] fractions = {0.8, 0.6, 0.4, 0.3, 0.2};
    String[] expected = errors.split(" ");
    PerceptronTheory theory = PerceptronTheory.ofDegrees(degrees);
    for (int i = 0; i < fractions.length; i++) {
      assertEquals(
          Double.parseDouble(expected[i]), theory.error(KeptEnd.HARD, fractions[i], 16), 1e-4);
    }
  }

  /** Integrals of the paper's two equations for a perfect probe, by the trapezoidal rule. */
  @ParameterizedTest
  @CsvSource({"HARD, 1, 2", "HARD, .4, 8", "EASY, .4, 1", "HARD, .6, 4"})
  void theStudentSolvesTheSaddlePointEquations(
      KeptEnd end, double keepFraction, double examplesPerParameter) {
    Student student = PERFECT.student(end, keepFraction, examplesPerParameter);
    double r = student.teacherOverlap();
    double s = Math.sqrt(1 - r * r);
    double kept = keepFraction * examplesPerParameter;
    double low = end.range(keepFraction)[0];
    double high = end.range(keepFraction)[1];
    double overlap = 0;
    double rest = 0;
    int steps = 200_000;
    double step = (student.margin() + 10) / steps;
    for (int i = 0; i <= steps; i++) {
      double t = -10 + i * step;
      double weight = (i == 0 || i == steps ? 0.5 : 1) * step * Normal.density(t);
      double short1 = student.margin() - t;
      double a = (low - r * t) / s;
      double b = (high - r * t) / s;
      overlap += weight * short1 * (StrictMath.exp(-a * a / 2) - StrictMath.exp(-b * b / 2));
      rest += weight * short1 * short1 * (Normal.above(a) - Normal.above(b));
    }
    assertEquals(r, 2 * kept / (keepFraction * Math.sqrt(2 * Math.PI) * s) * overlap, 1e-6 * r);
    assertEquals(1 - r * r, 2 * kept / keepFraction * rest, 1e-6 * (1 - r * r));
  }

  /** Bisected from independent values: hard and random of one size have equal error there. */
  @ParameterizedTest
  @CsvSource({".8, 1.41", ".6, 2.25", ".4, 3.88", ".2, 8.80"})
  void hardBeatsRandomBeyondACrossover(double keepFraction, double examplesPerParameter) {
    double below = 0.99 * examplesPerParameter;
    double above = 1.01 * examplesPerParameter;
    assertTrue(
        PERFECT.error(KeptEnd.HARD, keepFraction, below)
            > PERFECT.error(KeptEnd.RANDOM, keepFraction, below));
    assertTrue(
        PERFECT.error(KeptEnd.HARD, keepFraction, above)
            < PERFECT.error(KeptEnd.RANDOM, keepFraction, above));
  }

  @Test
  void withoutPruningTheErrorFallsAsHalfOverTheExamples() {
    assertEquals(0.5, 256 * PERFECT.error(KeptEnd.RANDOM, 1, 256), 0.002);
  }

  /** The rule of the quadrature is fine enough if twice the points change nothing. */
  @ParameterizedTest
  @CsvSource({"HARD, .2, 16", "EASY, .4, 4", "HARD, .4, 32", "HARD, .8, 0.5"})
  void moreQuadraturePointsChangeNothing(
      KeptEnd end, double keepFraction, double examplesPerParameter) {
    double angle = Math.toRadians(20);
    assertEquals(
        new PerceptronTheory(angle, 20).error(end, keepFraction, examplesPerParameter),
        new PerceptronTheory(angle).error(end, keepFraction, examplesPerParameter),
        1e-6);
  }

  @Test
  void aSmallAngleIsNearlyNoAngle() {
    assertEquals(
        PERFECT.error(KeptEnd.HARD, 0.4, 8),
        PerceptronTheory.ofDegrees(0.2).error(KeptEnd.HARD, 0.4, 8),
        1e-4);
  }

  /** From two kept examples per parameter on, the smallest fraction allowed is the best. */
  @ParameterizedTest
  @CsvSource({
    "1, .2642, .94",
    "1.5, .2064, .67",
    "2, .0441, .02",
    "2.5, .00486, .02",
    "3, .00353, .02",
    "4, .00252, .02"
  })
  void theBestFractionFallsWithTheKeptExamples(double kept, double error, double keepFraction) {
    BestFraction best = BestFraction.find(PERFECT, KeptEnd.HARD, kept, 0.02);
    assertEquals(error, PERFECT.error(KeptEnd.HARD, keepFraction, kept / keepFraction), 1e-4);
    assertEquals(error, best.error(), 2e-4);
    assertEquals(keepFraction, best.keepFraction(), 0.03);
    for (double member : new double[] {0.02, 0.1, 0.3, 0.5, 0.7, 1}) {
      assertTrue(best.error() <= PERFECT.error(KeptEnd.HARD, member, kept / member) + 1e-12);
    }
  }

  @Test
  void rejectsValuesOutsideTheirRange() {
    assertThrows(IllegalArgumentException.class, () -> new PerceptronTheory(Math.PI / 2));
    assertThrows(IllegalArgumentException.class, () -> new PerceptronTheory(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> PERFECT.error(KeptEnd.HARD, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> PERFECT.error(KeptEnd.HARD, 0.5, 0));
    assertThrows(
        IllegalArgumentException.class, () -> BestFraction.find(PERFECT, KeptEnd.HARD, 2, 1));
  }
}

package dev.winnow.transforms.experiment.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitterTest {

  private static final double[] SIZES = {1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3};

  @Test
  void findsTheLawThatMadeTheLosses() {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 8, 1).draw(0, 0, 1);
    LawFit fit = new Fitter().fit(LawForm.FLOOR, runs);
    assertEquals(0.5, fit.coefficient("E"), 1e-5);
    assertEquals(20, fit.coefficient("A"), 1e-2);
    assertEquals(0.4, fit.coefficient("beta"), 1e-4);
    assertEquals(0.5 + 20 * Math.pow(1e6, -0.4), fit.predict(1, 1e6), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(
      value = LawForm.class,
      names = {"POWER", "FLOOR", "EXPONENTIAL", "SHIFTED", "SATURATING"})
  void everyFormFitsTheLossesThatItMakes(LawForm form) {
    double[] losses =
        Arrays.stream(SIZES)
            .map(
                d ->
                    switch (form) {
                      case POWER -> 9 * Math.pow(d, -0.3);
                      case FLOOR -> 0.2 + 9 * Math.pow(d, -0.3);
                      case EXPONENTIAL -> 0.2 + 0.7 * Math.exp(-d / 20e3);
                      case SHIFTED -> 9 * Math.pow(1 / d + 1e-5, 0.3);
                      // With delta = 1 the loss has a closed form: L0 - L = (L0 - E) / (1 + A
                      // D^-b).
                      default -> 2 - 1.8 / (1 + 60 * Math.pow(d, -0.5));
                    })
            .toArray();
    LawFit fit = new Fitter().fit(form, Runs.of(null, SIZES, losses));
    for (int i = 0; i < SIZES.length; i++) {
      assertEquals(losses[i], fit.predict(1, SIZES[i]), 1e-3 * losses[i]);
    }
  }

  /** Two rows of 50 have three times their loss; least squares would move E to 0.6. */
  @Test
  void aFewGrossErrorsHardlyMoveTheFit() {
    PlantedRuns planted = new PlantedRuns(0.5, 20, 0.4, 10, 5);
    LawFit clean = new Fitter().fit(LawForm.FLOOR, planted.draw(0.01, 0, 3));
    LawFit soiled = new Fitter().fit(LawForm.FLOOR, planted.draw(0.01, 2, 3));
    assertEquals(clean.coefficient("E"), soiled.coefficient("E"), 0.02);
    assertEquals(clean.coefficient("beta"), soiled.coefficient("beta"), 0.02);
    LawFit square = new Fitter(10).fit(LawForm.FLOOR, planted.draw(0.01, 2, 3));
    assertEquals(48, new Fitter().withoutOutliers(soiled, planted.draw(0.01, 2, 3)).rows());
    double robustError = Math.abs(soiled.coefficient("E") - 0.5);
    double squareError = Math.abs(square.coefficient("E") - 0.5);
    assertTrue(squareError > 2 * robustError, squareError + " and " + robustError);
  }

  @Test
  void refusesThreeSizes() {
    Runs runs = Runs.of(null, new double[] {1e3, 1e4, 1e5, 1e5}, new double[] {.4, .3, .2, .2});
    FitRefused refused =
        assertThrows(FitRefused.class, () -> new Fitter().fit(LawForm.FLOOR, runs));
    assertEquals(
        "D must have at least 4 sizes, got 3; a curve through fewer fits every form; measure more"
            + " sizes",
        refused.getMessage());
  }

  @Test
  void refusesLessThanHalfADecade() {
    double[] sizes = {1000, 1500, 2000, 2500, 3000};
    Runs runs = Runs.of(null, sizes, new double[] {.5, .4, .35, .32, .3});
    FitRefused refused =
        assertThrows(FitRefused.class, () -> new Fitter().fit(LawForm.POWER, runs));
    assertEquals("D must span at least half a decade", refused.what());
    assertEquals("a factor of 3.0", refused.value());
  }

  @Test
  void refusesAsManyRowsAsCoefficients() {
    Runs runs = Runs.of(null, new double[] {1e3, 1e4, 1e5, 1e6}, new double[] {.5, .4, .35, .32});
    FitRefused refused =
        assertThrows(FitRefused.class, () -> new Fitter().fit(LawForm.SATURATING, runs));
    assertEquals("4", refused.value());
  }

  @Test
  void refusesALossOfZero() {
    FitRefused refused =
        assertThrows(
            FitRefused.class, () -> Runs.of(null, new double[] {1, 2}, new double[] {0.1, 0}));
    assertEquals("loss must be positive and finite", refused.what());
  }

  @Test
  void formsOfTwoSizesNeedN() {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 8, 1).draw(0, 0, 1);
    assertThrows(IllegalArgumentException.class, () -> new Fitter().fit(LawForm.TWO_SIZES, runs));
    assertEquals(List.of(LawForm.TWO_POWERS, LawForm.TWO_SIZES), LawForm.of(true));
  }
}

package dev.winnow.transforms.experiment.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveStudyTest {

  private static final CurveStudy.Settings SETTINGS =
      new CurveStudy.Settings(null, 40, 1, Fitter.DELTA);
  private static final double[] SIZES = {1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3};

  /** Each size is 1.93 times the one before, so two are beyond half of the largest. */
  @Test
  void judgesByTheLargestSizesWhichTheFitHasNotSeen() {
    Runs runs = new PlantedRuns(0.1, 20, 0.4, 8, 3).draw(0.01, 0, 2);
    CurveStudy study = CurveStudy.of(runs, SETTINGS);
    assertEquals(6, study.heldOut().unseen().rows());
    assertEquals(18, study.heldOut().seen().rows());
    LawFit seen = new Fitter().fit(LawForm.FLOOR, study.heldOut().seen());
    assertEquals(
        seen.logError(study.heldOut().unseen()),
        study.trials().get(LawForm.FLOOR.ordinal()).heldOutError());
    assertTrue(study.chosen().heldOutError() < study.lastValueError());
  }

  @Test
  void choosesAPlainPowerLawWhereThereIsNoFloor() {
    Runs runs = new PlantedRuns(0, 20, 0.4, 8, 3).draw(0.02, 0, 6);
    assertEquals(LawForm.POWER, CurveStudy.of(runs, SETTINGS).chosen().fit().form());
  }

  @Test
  void choosesTheExponentialWhereTheLossFallsSo() {
    double[] losses =
        IntStream.range(0, 8)
            .mapToDouble(i -> 0.2 + 0.7 * StrictMath.exp(-SIZES[i] / 20e3) + 1e-5 * (i % 3))
            .toArray();
    CurveStudy study = CurveStudy.of(Runs.of(null, SIZES, losses), SETTINGS);
    assertEquals(LawForm.EXPONENTIAL, study.chosen().fit().form());
  }

  @Test
  void reportsTheLawWithAndWithoutOutliers() {
    CurveStudy study =
        CurveStudy.of(new PlantedRuns(0.5, 20, 0.4, 10, 5).draw(0.01, 1, 3), SETTINGS);
    assertEquals(1, study.outliers());
    assertTrue(study.lawWithoutOutliers().objective() < study.law().objective() / 2);
  }

  @Test
  void holdsNothingOutIfTooFewSizesWouldRemain() {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 4, 3).draw(0.01, 0, 3);
    CurveStudy study = CurveStudy.of(runs, SETTINGS);
    assertTrue(study.heldOut().isEmpty());
    assertTrue(Double.isNaN(study.chosen().heldOutError()));
    assertTrue(Double.isNaN(study.lastValueError()));
  }

  @Test
  void threeSizesAreRefused() {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 3, 3).draw(0.01, 0, 3);
    assertThrows(FitRefused.class, () -> CurveStudy.of(runs, SETTINGS));
  }

  /** Size 10: easy 0.5; size 20: hard at sqrt(0.8 * 0.2) = 0.4; size 40: hard. */
  @Test
  void anEnvelopeNamesTheMemberThatIsLowest() {
    Envelope.Member easy =
        new Envelope.Member("easy", new double[] {10, 20}, new double[] {0.5, 0.45});
    Envelope.Member hard =
        new Envelope.Member("hard", new double[] {10, 40}, new double[] {0.8, 0.2});
    var points = Envelope.of(List.of(easy, hard));
    assertArrayEquals(
        new String[] {"easy", "hard", "hard"},
        points.stream().map(Envelope.Point::label).toArray());
    assertArrayEquals(
        new double[] {0.5, 0.4, 0.2},
        points.stream().mapToDouble(Envelope.Point::loss).toArray(),
        1e-12);
  }
}

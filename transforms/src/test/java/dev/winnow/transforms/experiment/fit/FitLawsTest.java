package dev.winnow.transforms.experiment.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.experiment.HashedDraws;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Laws of all fits. */
class FitLawsTest {

  private static final double STEP = 1e-6;

  @Property(tries = 300, seed = "31")
  void gradientsEqualFiniteDifferences(
      @ForAll LawForm form,
      @ForAll @DoubleRange(min = -4, max = 4) double n,
      @ForAll @DoubleRange(min = -4, max = 4) double d,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    Law law = form.law();
    HashedDraws draws = HashedDraws.of(seed);
    double[] point = IntStream.range(0, law.size()).mapToDouble(draws::normal).toArray();
    double[] gradient = new double[law.size()];
    double[] unused = new double[law.size()];
    law.logLoss(point, n, d, gradient);
    double[] expected = new double[law.size()];
    for (int i = 0; i < law.size(); i++) {
      double at = point[i];
      point[i] = at + STEP;
      double above = law.logLoss(point, n, d, unused);
      point[i] = at - STEP;
      double below = law.logLoss(point, n, d, unused);
      point[i] = at;
      expected[i] = (above - below) / (2 * STEP);
      assertEquals(expected[i], gradient[i], 1e-4 * Math.max(1, Math.abs(expected[i])));
    }
  }

  @Property(tries = 50, seed = "32")
  void gradientsOfTheObjectiveEqualFiniteDifferences(@ForAll @IntRange(max = 1_000_000) int seed) {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 8, 3).draw(0.05, 0, seed);
    Law law = LawForm.FLOOR.law();
    HuberObjective objective = new HuberObjective(law, Points.of(runs), null, 0.1);
    HashedDraws draws = HashedDraws.of(seed);
    double[] point = {draws.normal(101), draws.normal(102), draws.normal(103)};
    double[] gradient = new double[3];
    objective.at(point, gradient);
    double[] unused = new double[3];
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] above = point.clone();
      double[] below = point.clone();
      above[i] += STEP;
      below[i] -= STEP;
      expected[i] = (objective.at(above, unused) - objective.at(below, unused)) / (2 * STEP);
    }
    assertArrayEquals(expected, gradient, 1e-3);
  }

  @Property(tries = 20, seed = "33")
  void theOrderOfRowsChangesNothing(@ForAll @IntRange(max = 1_000_000) int seed) {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 6, 3).draw(0.02, 1, seed);
    HashedDraws draws = HashedDraws.of(seed);
    int[] order =
        IntStream.range(0, runs.rows())
            .boxed()
            .sorted((i, j) -> Long.compare(draws.bits(i), draws.bits(j)))
            .mapToInt(Integer::intValue)
            .toArray();
    Runs shuffled =
        Runs.of(
            null,
            IntStream.of(order).mapToDouble(runs::examples).toArray(),
            IntStream.of(order).mapToDouble(runs::loss).toArray());
    LawFit fit = new Fitter().fit(LawForm.FLOOR, runs);
    LawFit again = new Fitter().fit(LawForm.FLOOR, shuffled);
    assertEquals(fit.coefficients(), again.coefficients());
    Bootstrap bootstrap = new Bootstrap(new Fitter(), 20, 5);
    assertEquals(bootstrap.intervals(fit, runs), bootstrap.intervals(again, shuffled));
  }

  /** A loss in bits is one in nats times a constant. */
  @Property(tries = 20, seed = "34")
  void scalingTheLossScalesFloorAndCoefficientOnly(
      @ForAll @IntRange(max = 1_000_000) int seed,
      @ForAll @DoubleRange(min = 0.01, max = 100) double factor) {
    Runs runs = new PlantedRuns(0.5, 20, 0.4, 6, 3).draw(0.02, 0, seed);
    Runs scaled =
        Runs.of(
            null,
            IntStream.range(0, runs.rows()).mapToDouble(runs::examples).toArray(),
            IntStream.range(0, runs.rows()).mapToDouble(i -> factor * runs.loss(i)).toArray());
    LawFit fit = new Fitter().fit(LawForm.FLOOR, runs);
    LawFit other = new Fitter().fit(LawForm.FLOOR, scaled);
    assertEquals(fit.objective(), other.objective(), 1e-6 * fit.objective());
    assertEquals(factor * fit.coefficient("E"), other.coefficient("E"), 0.02 * factor * 0.5);
    assertEquals(fit.coefficient("beta"), other.coefficient("beta"), 0.02);
    assertEquals(factor * fit.predict(1, 7e3), other.predict(1, 7e3), 1e-3 * other.predict(1, 7e3));
  }

  @Property(tries = 200, seed = "35")
  void anEnvelopeIsNeverAboveAMember(
      @ForAll @IntRange(min = 1, max = 5) int members,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    HashedDraws draws = HashedDraws.of(seed);
    List<Envelope.Member> curves =
        IntStream.range(0, members)
            .mapToObj(
                i ->
                    Envelope.Member.of(
                        "f" + i,
                        new PlantedRuns(0.5 * draws.uniform(i), 20, 0.4, 3 + i, 2)
                            .draw(0.1, 0, draws.bits(i))))
            .toList();
    for (Envelope.Point point : Envelope.of(curves)) {
      for (Envelope.Member curve : curves) {
        double loss = curve.at(point.size());
        assertTrue(Double.isNaN(loss) || point.loss() <= loss, point + " " + curve);
      }
    }
  }
}

package dev.winnow.transforms.experiment.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fits to measurements that others published, held to what they published of them. */
class PublishedCurvesTest {

  /** Best of M1 to M4 by least squares: mean root mean square log error, by domain. */
  private static final Map<String, Double> BEST = Map.of("NMT", 0.025, "LM", 0.0009, "BB", 0.0078);

  private static Runs chinchilla;

  @BeforeAll
  static void readTheRunsOfHoffmannEtAl() throws IOException {
    List<double[]> rows =
        Files.readAllLines(Shared.path("data/external/chinchilla-240.csv")).stream()
            .skip(1)
            .map(PublishedCurvesTest::numbers)
            .toList();
    chinchilla = Runs.of(column(rows, 0), column(rows, 1), column(rows, 2));
  }

  /**
   * Besiroglu et al. 2024, "Chinchilla Scaling: A replication attempt": the optimum of the authors'
   * notebook, of which their table is a rounding.
   */
  @Test
  void findsTheOptimumOfTheReplicationOfChinchilla() {
    LawFit fit = new Fitter().fit(LawForm.TWO_SIZES, chinchilla);
    Map.of("A", 477.84, "B", 2143.86, "E", 1.81724, "alpha", 0.347313, "beta", 0.367183)
        .forEach((name, value) -> assertEquals(value, fit.coefficient(name), 0.002 * value, name));
    assertEquals(1.018274e-3, fit.objective(), 1e-9);
  }

  /** Hoffmann et al. print E = 1.69; the replication refuses it with p = 3e-6. */
  @Test
  void itsStandardErrorsAreThosePublishedAndItsFloorIsNotHoffmanns() {
    Fitter fitter = new Fitter();
    LawFit fit = fitter.fit(LawForm.TWO_SIZES, chinchilla);
    Map<String, Interval> intervals = new Bootstrap(fitter, 400, 1).intervals(fit, chinchilla);
    assertEquals(0.0154, intervals.get("alpha").standardError(), 0.003);
    assertEquals(0.0206, intervals.get("beta").standardError(), 0.004);
    assertEquals(0.0257, intervals.get("E").standardError(), 0.005);
    assertFalse(intervals.get("E").contains(1.69));
    assertTrue(intervals.get("E").probabilityOf(1.69) < 1e-4);
    assertTrue(intervals.get("alpha").contains(0.34));
  }

  /** Benchmark of Alabdulmohsin et al. 2022; its part to extrapolate has {@code Training} 0. */
  @Test
  void theChosenFormExtrapolatesNearlyAsWellAsTheBest() throws IOException {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(Shared.path("data/external/learning-curves-lang.csv")).stream()
            .skip(1)
            .toList()) {
      int names = line.lastIndexOf(',', line.lastIndexOf(',', line.lastIndexOf(',') - 1) - 1);
      curves
          .computeIfAbsent(line.substring(0, names), name -> new ArrayList<>())
          .add(numbers(line.substring(names + 1)));
    }
    assertEquals(20, curves.size());
    Map<String, List<Double>> errors = new LinkedHashMap<>();
    CurveStudy.Settings settings = new CurveStudy.Settings(null, 20, 1, Fitter.DELTA);
    curves.forEach(
        (name, rows) -> {
          CurveStudy study = CurveStudy.of(part(rows, 1), part(rows, 0), settings);
          errors
              .computeIfAbsent(name.substring(0, name.indexOf(',')), domain -> new ArrayList<>())
              .add(study.chosen().heldOutError());
        });
    errors.forEach(
        (domain, values) -> {
          double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
          assertTrue(mean <= 1.25 * BEST.get(domain), domain + " " + mean + " " + values);
        });
  }

  private static Runs part(List<double[]> rows, int training) {
    List<double[]> part = rows.stream().filter(row -> row[2] == training).toList();
    return Runs.of(null, column(part, 0), column(part, 1));
  }

  private static double[] numbers(String line) {
    String[] fields = line.split(",");
    double[] numbers = new double[fields.length];
    for (int i = 0; i < fields.length; i++) {
      numbers[i] = Double.parseDouble(fields[i]);
    }
    return numbers;
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }
}

package dev.winnow.jobs.experiment;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.Chart.Axis;
import dev.winnow.jobs.experiment.Chart.Look;
import dev.winnow.jobs.experiment.Chart.Series;
import dev.winnow.transforms.experiment.theory.BestFraction;
import dev.winnow.transforms.experiment.theory.KeptEnd;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Cell;
import dev.winnow.transforms.experiment.theory.PerceptronSimulation.Setting;
import dev.winnow.transforms.experiment.theory.PerceptronTheory;
import dev.winnow.transforms.experiment.theory.Trials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Figures of the theory of pruning a perceptron (Sorscher et al. 2022), each as SVG with its values
 * as csv: the error by the examples kept, for each fraction; which end to keep; the envelope over
 * fractions; the effect of the probe's angle. Simulated points stand on the first two.
 */
public final class TheoryFigures {

  /** Settings of the simulation; 0 trials leave it out. */
  public record Simulation(int dim, int trials, long seed) {}

  private static final double[] FRACTIONS = {1, 0.8, 0.6, 0.4, 0.2, 0.1};
  private static final double[] ANGLES = {0, 5, 10, 20, 40};
  private static final double[] ENVELOPE_ANGLES = {0, 10, 20};
  private static final double[] SIMULATED = {1, 2, 4, 8, 16};
  private static final double LEAST_FRACTION = 0.02;
  private static final double FRACTION_OF_ENDS = 0.4;
  private static final double POOL = 16;
  private static final String ERROR = "test error";

  private final Simulation simulation;
  private final Trials trials;

  /**
   * @param spark runs each trial as a task, which does not change the figures; null for the threads
   *     of this machine
   */
  public TheoryFigures(Simulation simulation, JavaSparkContext spark) {
    this.simulation = simulation;
    this.trials = spark == null ? Trials.THREADS : new SparkTrials(spark);
  }

  /**
   * Writes the figures into a folder, which is made if it is absent. Takes about a minute on two
   * cores with ten trials.
   *
   * @return the files written
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if the folder can't be written
   */
  public List<Path> write(Path folder) {
    Map<String, Chart> charts = new LinkedHashMap<>();
    List<Map<Setting, Cell>> cells = simulate();
    charts.put("fractions", fractions(cells));
    charts.put("ends", ends(cells));
    charts.put("envelope", envelope());
    charts.put("angle", angle());
    List<Path> written = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, Chart> chart : charts.entrySet()) {
        Path svg = folder.resolve(chart.getKey() + ".svg");
        Path csv = folder.resolve(chart.getKey() + ".csv");
        Files.writeString(svg, chart.getValue().svg(), StandardCharsets.UTF_8);
        Files.writeString(csv, chart.getValue().csv(), StandardCharsets.UTF_8);
        written.addAll(List.of(svg, csv));
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "--output must be a folder that can be written, got " + folder + "; name another",
          e);
    }
    return written;
  }

  /** Returns the simulated cells for each of the simulated numbers of examples. */
  private List<Map<Setting, Cell>> simulate() {
    List<Map<Setting, Cell>> all = new ArrayList<>();
    if (simulation.trials() == 0) {
      return all;
    }
    List<Setting> settings = new ArrayList<>();
    for (double fraction : FRACTIONS) {
      settings.add(new Setting(KeptEnd.HARD, fraction, 0));
    }
    settings.add(new Setting(KeptEnd.EASY, FRACTION_OF_ENDS, 0));
    settings.add(new Setting(KeptEnd.RANDOM, FRACTION_OF_ENDS, 0));
    PerceptronSimulation simulated =
        new PerceptronSimulation(simulation.dim(), simulation.trials(), simulation.seed());
    for (List<Cell> results : simulated.run(SIMULATED, settings, trials)) {
      Map<Setting, Cell> cells = new LinkedHashMap<>();
      IntStream.range(0, settings.size()).forEach(i -> cells.put(settings.get(i), results.get(i)));
      all.add(cells);
    }
    return all;
  }

  private Chart fractions(List<Map<Setting, Cell>> cells) {
    Chart chart =
        new Chart(
            "Error by the examples kept, hardest kept, perfect probe",
            "Each line is one kept fraction. With few examples per parameter, small fractions have"
                + " the higher error; from about two kept examples per parameter on they fall below"
                + " the line of all data. Points are simulated.",
            new Axis("kept examples per parameter", true, 0.1, 16),
            new Axis(ERROR, true, 0.005, 0.5));
    double[] kept = logarithmic(0.1, 16, 40);
    PerceptronTheory theory = new PerceptronTheory(0);
    for (int i = 0; i < FRACTIONS.length; i++) {
      double fraction = FRACTIONS[i];
      chart.add(
          new Series(
              fraction == 1 ? "all data" : "keep " + fraction,
              Look.LINE,
              i,
              kept,
              map(kept, x -> theory.error(KeptEnd.HARD, fraction, x / fraction)),
              null));
    }
    for (int i = 0; i < FRACTIONS.length && !cells.isEmpty(); i++) {
      double fraction = FRACTIONS[i];
      chart.add(
          points(
              "simulated " + fraction, i, new Setting(KeptEnd.HARD, fraction, 0), cells, fraction));
    }
    return chart;
  }

  private Chart ends(List<Map<Setting, Cell>> cells) {
    Chart chart =
        new Chart(
            "Which end to keep, " + FRACTION_OF_ENDS + " of the examples, perfect probe",
            "With few examples the easiest are the better choice and the hardest the worst; with"
                + " many it is the reverse, and the hardest lose nothing against all data.",
            new Axis("examples per parameter before pruning", true, 0.25, 32),
            new Axis(ERROR, true, 0.01, 0.5));
    double[] pools = logarithmic(0.25, 32, 40);
    PerceptronTheory theory = new PerceptronTheory(0);
    chart.add(
        new Series(
            "all data",
            Look.WIDE,
            6,
            pools,
            map(pools, x -> theory.error(KeptEnd.RANDOM, 1, x)),
            null));
    KeptEnd[] ends = KeptEnd.values();
    for (int i = 0; i < ends.length; i++) {
      KeptEnd end = ends[i];
      chart.add(
          new Series(
              end.name().toLowerCase(Locale.ROOT),
              Look.LINE,
              i,
              pools,
              map(pools, x -> theory.error(end, FRACTION_OF_ENDS, x)),
              null));
    }
    for (int i = 0; i < ends.length && !cells.isEmpty(); i++) {
      chart.add(
          points(
              "simulated " + ends[i].name().toLowerCase(Locale.ROOT),
              i,
              new Setting(ends[i], FRACTION_OF_ENDS, 0),
              cells,
              1));
    }
    return chart;
  }

  private static Series points(
      String name, int colour, Setting setting, List<Map<Setting, Cell>> cells, double scale) {
    return new Series(
        name,
        Look.POINTS,
        colour,
        map(SIMULATED, x -> x * scale),
        cells.stream().mapToDouble(of -> of.get(setting).mean()).toArray(),
        cells.stream().mapToDouble(of -> of.get(setting).standardError()).toArray());
  }

  private static Chart envelope() {
    Chart chart =
        new Chart(
            "Lower envelope over kept fractions, hardest kept, fractions from " + LEAST_FRACTION,
            "With a perfect probe the envelope falls faster than any power of the kept examples,"
                + " until the smallest fraction bounds it. At an angle it returns to a power law.",
            new Axis("kept examples per parameter", true, 0.5, 8),
            new Axis(ERROR, true, 0.001, 0.5));
    double[] kept = logarithmic(0.5, 8, 17);
    for (int i = 0; i < ENVELOPE_ANGLES.length; i++) {
      PerceptronTheory theory = PerceptronTheory.ofDegrees(ENVELOPE_ANGLES[i]);
      chart.add(
          new Series(
              "angle " + Figures.of(ENVELOPE_ANGLES[i]),
              Look.LINE,
              i,
              kept,
              map(kept, x -> BestFraction.find(theory, KeptEnd.HARD, x, LEAST_FRACTION).error()),
              null));
    }
    PerceptronTheory any = new PerceptronTheory(0);
    chart.add(
        new Series(
            "random", Look.WIDE, 6, kept, map(kept, x -> any.error(KeptEnd.RANDOM, 1, x)), null));
    return chart;
  }

  private static Chart angle() {
    Chart chart =
        new Chart(
            "Effect of the probe's angle, hardest kept, "
                + Figures.of(POOL)
                + " examples per parameter",
            "The further the probe is from the teacher, the larger is the fraction below which the"
                + " error rises.",
            new Axis("kept fraction", true, 0.1, 1),
            new Axis(ERROR, true, 0.02, 0.5));
    double[] fractions = logarithmic(0.1, 1, 25);
    for (int i = 0; i < ANGLES.length; i++) {
      PerceptronTheory theory = PerceptronTheory.ofDegrees(ANGLES[i]);
      chart.add(
          new Series(
              "angle " + Figures.of(ANGLES[i]),
              Look.LINE,
              i,
              fractions,
              map(fractions, x -> theory.error(KeptEnd.HARD, x, POOL)),
              null));
    }
    PerceptronTheory any = new PerceptronTheory(0);
    chart.add(
        new Series(
            "random",
            Look.WIDE,
            6,
            fractions,
            map(fractions, x -> any.error(KeptEnd.RANDOM, x, POOL)),
            null));
    return chart;
  }

  /** Computes values in parallel, each for itself. */
  private static double[] map(double[] values, DoubleUnaryOperator function) {
    return DoubleStream.of(values).parallel().map(function).toArray();
  }

  private static double[] logarithmic(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> i == count - 1 ? to : from * StrictMath.pow(to / from, i / (count - 1.0)))
        .toArray();
  }
}

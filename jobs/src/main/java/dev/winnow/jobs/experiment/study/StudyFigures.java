package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.experiment.Chart;
import dev.winnow.jobs.experiment.Chart.Axis;
import dev.winnow.jobs.experiment.Chart.Look;
import dev.winnow.jobs.experiment.Chart.Series;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.experiment.fit.LawFit;
import dev.winnow.transforms.experiment.learn.Budget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Figures of a study, each as SVG with its values as csv: for each learner, budget and pool the
 * error by the kept rows of each policy with random as the control, and for each learner and budget
 * the lower envelopes over the fractions with their laws.
 */
final class StudyFigures {

  private static final String KEPT = "kept rows";
  private static final String ERROR = "test error";
  private static final int POINTS_OF_LAW = 40;

  private final Map<String, Chart> charts = new LinkedHashMap<>();

  StudyFigures(List<Comparison> compared, List<StudyFits.Fitted> fits) {
    Map<List<Object>, List<Comparison>> cells = new LinkedHashMap<>();
    for (Comparison one : compared) {
      if (!one.first().policy().equals(Proxy.ALL)) {
        cells
            .computeIfAbsent(
                List.of(one.first().learner(), one.first().budget(), one.first().pool()),
                key -> new ArrayList<>())
            .add(one);
      }
    }
    cells.values().forEach(some -> errors(some, compared));
    Map<List<Object>, List<StudyFits.Fitted>> learners = new LinkedHashMap<>();
    for (StudyFits.Fitted fit : fits) {
      if (fit.curve().fraction() == null && fit.curve().sizes().length > 0) {
        learners
            .computeIfAbsent(
                List.of(fit.curve().learner(), fit.curve().budget()), key -> new ArrayList<>())
            .add(fit);
      }
    }
    learners.values().forEach(this::envelopes);
  }

  private void errors(List<Comparison> some, List<Comparison> compared) {
    Proxy like = some.get(0).first();
    Comparison all =
        compared.stream()
            .filter(
                one ->
                    one.first().policy().equals(Proxy.ALL)
                        && one.first().learner() == like.learner()
                        && one.first().pool() == like.pool())
            .findFirst()
            .orElseThrow();
    Map<String, List<Comparison>> policies = new LinkedHashMap<>();
    some.forEach(
        one -> policies.computeIfAbsent(one.first().policy(), key -> new ArrayList<>()).add(one));
    policies.values().forEach(points -> points.add(all));
    Chart chart =
        new Chart(
            "Error by policy, pool of " + Texts.count(like.pool()) + " rows, " + of(like),
            "Each line is one policy over the rows that it keeps of one pool; random is the"
                + " control, and all lines end at the whole pool. Bars are three standard errors"
                + " over the seeds.",
            sizes(some.stream().mapToDouble(one -> one.first().rows()).toArray(), like.pool()),
            range(
                DoubleStream.concat(
                        some.stream().mapToDouble(Comparison::error), DoubleStream.of(all.error()))
                    .toArray()));
    int colour = 0;
    for (Map.Entry<String, List<Comparison>> policy : policies.entrySet()) {
      List<Comparison> points = policy.getValue();
      chart.add(
          new Series(
              policy.getKey(),
              Look.MARKED,
              colour++,
              points.stream().mapToDouble(one -> one.first().rows()).toArray(),
              points.stream().mapToDouble(Comparison::error).toArray(),
              points.stream()
                  .mapToDouble(one -> Double.isNaN(one.standardError()) ? 0 : one.standardError())
                  .toArray()));
    }
    charts.put(
        "error-" + like.learner().word() + "-" + like.budgetWord() + "-" + like.pool(), chart);
  }

  private static String of(Proxy like) {
    return AdviceText.learner(like.learner(), like.budget());
  }

  private void envelopes(List<StudyFits.Fitted> fits) {
    StudyFits.Curve like = fits.get(0).curve();
    double[] sizes =
        fits.stream().flatMapToDouble(fit -> Arrays.stream(fit.curve().sizes())).toArray();
    double[] errors =
        fits.stream().flatMapToDouble(fit -> Arrays.stream(fit.curve().errors())).toArray();
    Budget.Kind budget = like.budget();
    double most = Arrays.stream(sizes).max().orElseThrow();
    Chart chart =
        new Chart(
            "Lower envelope over the fractions, " + AdviceText.learner(like.learner(), budget),
            "Points are the lowest error of all fractions of a policy at each number of kept rows,"
                + " and the errors of random rows. Lines are the laws that were fitted to them.",
            sizes(sizes, most),
            range(errors));
    int colour = 0;
    for (StudyFits.Fitted fit : fits) {
      StudyFits.Curve curve = fit.curve();
      chart.add(
          new Series(
              curve.policy(),
              Look.POINTS,
              colour,
              curve.sizes(),
              curve.errors(),
              new double[curve.sizes().length]));
      if (fit.study() != null) {
        LawFit law = fit.study().chosen().fit();
        double[] x =
            logarithmic(
                Arrays.stream(curve.sizes()).min().orElseThrow(),
                Arrays.stream(curve.sizes()).max().orElseThrow());
        chart.add(
            new Series(
                law.form().formula(),
                Look.LINE,
                colour,
                x,
                Arrays.stream(x).map(size -> law.predict(0, size)).toArray(),
                null));
      }
      colour++;
    }
    charts.put(
        "envelope-" + like.learner().word() + "-" + budget.name().toLowerCase(Locale.ROOT), chart);
  }

  private static double[] logarithmic(double from, double to) {
    double[] values = new double[POINTS_OF_LAW];
    for (int i = 0; i < POINTS_OF_LAW; i++) {
      values[i] = from * StrictMath.pow(to / from, i / (POINTS_OF_LAW - 1.0));
    }
    return values;
  }

  private static Axis sizes(double[] sizes, double most) {
    double least = Arrays.stream(sizes).min().orElse(1);
    return new Axis(KEPT, true, least / 1.2, Math.max(most, least) * 1.2);
  }

  /** Returns an axis whose five steps are round numbers. */
  private static Axis range(double[] errors) {
    double low = Arrays.stream(errors).min().orElse(0);
    double high = Arrays.stream(errors).max().orElse(1);
    double step = 1e-4;
    for (int i = 1; low + 4 * step < high || Math.floor(low / step) * step + 5 * step < high; i++) {
      step *= i % 3 == 2 ? 2.5 : 2;
    }
    double from = Math.floor(low / step) * step;
    return new Axis(ERROR, false, from, from + 5 * step);
  }

  /**
   * Writes the figures.
   *
   * @param output folder of this machine; null for the folder beside the tables
   * @param beside folder beside the tables
   * @return the files written
   * @throws Failure with {@link ExitCode#ENVIRONMENT} if the folder of this machine can't be
   *     written
   */
  List<String> write(Path output, Configuration conf, String beside) {
    List<String> written = new ArrayList<>();
    charts.forEach(
        (name, chart) -> {
          file(output, conf, beside, name + ".svg", chart.svg(), written);
          file(output, conf, beside, name + ".csv", chart.csv(), written);
        });
    return written;
  }

  private static void file(
      Path output,
      Configuration conf,
      String beside,
      String name,
      String text,
      List<String> written) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (output == null) {
      Warehouse.write(conf, beside + "/" + name, bytes);
      written.add(beside + "/" + name);
      return;
    }
    try {
      Files.createDirectories(output);
      Files.write(output.resolve(name), bytes);
      written.add(output.resolve(name).toString());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ENVIRONMENT,
          "--output must be a folder that can be written, got " + output + "; name another",
          e);
    }
  }
}

package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.count;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.report.chart.Lines;
import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.schemas.Experiments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.TDistribution;

/** Errors of proxies that were trained on the rows of each policy, beside random rows. */
final class ExperimentSection {

  private static final String TITLE = "Experiments";
  private static final String ID = "experiments";
  private static final String RANDOM = "random";
  private static final String ALL = "all";

  /** Most charts; each learner and budget has one. */
  private static final int CHARTS = 6;

  private static final double CONFIDENCE = 0.975;

  /** Proxies that differ by their seed only. */
  private record Cell(String learner, String budget, long pool, String policy, double fraction)
      implements Comparable<Cell> {

    @Override
    public int compareTo(Cell other) {
      return Comparator.comparing(Cell::learner)
          .thenComparing(Cell::budget)
          .thenComparing(Cell::pool)
          .thenComparing(Cell::policy)
          .thenComparing(Cell::fraction)
          .compare(this, other);
    }
  }

  /** Errors of a cell over its seeds. */
  private record Errors(long rows, List<Double> errors) {

    double mean() {
      return errors.stream().mapToDouble(Double::doubleValue).sum() / errors.size();
    }

    /** Returns half the width of the 95% interval of the mean; NaN for one seed. */
    double half() {
      int n = errors.size();
      if (n < 2) {
        return Double.NaN;
      }
      double mean = mean();
      double squares = errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum();
      double quantile = new TDistribution(n - 1.0).inverseCumulativeProbability(CONFIDENCE);
      return quantile * Math.sqrt(squares / (n - 1) / n);
    }
  }

  static Section of(ReleaseFacts facts) {
    List<Map<String, Object>> proxies = facts.studies().proxies();
    if (proxies.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          "No proxies were trained on this run; winnow experiment trains them and shows if"
              + " pruning pays, and winnow advise advises on a fraction.");
    }
    Map<Cell, Errors> cells = cells(proxies);
    List<Block> blocks = new ArrayList<>(charts(cells));
    blocks.add(table(cells));
    if (!facts.studies().fits().isEmpty()) {
      blocks.add(fits(facts.studies().fits()));
    }
    Object tests = proxies.get(0).get(Experiments.TEST_ROWS);
    return new Section(
        ID,
        TITLE,
        "Small classifiers were trained on the rows of each policy and on random rows of the same"
            + " number, with several seeds, and tested on "
            + tests
            + " held-out rows. They are proxies: a larger model may differ. Bars are 95% intervals"
            + " of the mean over the seeds.",
        blocks);
  }

  private static Map<Cell, Errors> cells(List<Map<String, Object>> proxies) {
    List<Map<String, Object>> ordered = new ArrayList<>(proxies);
    ordered.sort(
        Comparator.comparing((Map<String, Object> row) -> (Long) row.get(Experiments.SEED))
            .thenComparing(row -> (String) row.get(Experiments.STUDY)));
    Map<Cell, Errors> cells = new TreeMap<>();
    for (Map<String, Object> row : ordered) {
      Cell cell =
          new Cell(
              (String) row.get(Experiments.LEARNER),
              (String) row.get(Experiments.BUDGET),
              (Long) row.get(Experiments.POOL),
              (String) row.get(Experiments.POLICY),
              (Double) row.get(Experiments.FRACTION));
      cells
          .computeIfAbsent(
              cell, none -> new Errors((Long) row.get(Experiments.ROWS), new ArrayList<>()))
          .errors()
          .add((Double) row.get(Experiments.ERROR));
    }
    return cells;
  }

  /** Returns a chart for each learner and budget at its largest pool. */
  private static List<Block> charts(Map<Cell, Errors> cells) {
    Map<List<String>, Long> largest = new TreeMap<>(Comparator.comparing(List::toString));
    cells
        .keySet()
        .forEach(
            cell -> largest.merge(List.of(cell.learner(), cell.budget()), cell.pool(), Math::max));
    List<Block> charts = new ArrayList<>();
    largest.forEach(
        (key, pool) -> {
          Map<String, List<Lines.Point>> lines = new LinkedHashMap<>();
          List<List<DataTable.Cell>> rows = new ArrayList<>();
          cells.forEach(
              (cell, errors) -> {
                if (List.of(cell.learner(), cell.budget()).equals(key)
                    && cell.pool() == pool
                    && !cell.policy().equals(ALL)) {
                  double half = Double.isNaN(errors.half()) ? 0 : errors.half();
                  lines
                      .computeIfAbsent(cell.policy(), none -> new ArrayList<>())
                      .add(
                          new Lines.Point(
                              cell.fraction(),
                              errors.mean(),
                              errors.mean() - half,
                              errors.mean() + half));
                  rows.add(
                      List.of(
                          cell(cell.policy()),
                          decimal(cell.fraction(), 2),
                          decimal(errors.mean(), 4),
                          decimal(errors.half(), 4)));
                }
              });
          if (charts.size() < CHARTS && !lines.isEmpty()) {
            charts.add(chart(key, pool, lines, rows));
          }
        });
    return charts;
  }

  private static Block chart(
      List<String> key,
      long pool,
      Map<String, List<Lines.Point>> lines,
      List<List<DataTable.Cell>> rows) {
    String title = "Test error by fraction, " + key.get(0) + ", equal " + key.get(1);
    String file = "experiments-" + String.join("-", key).replaceAll("[^a-z0-9]+", "-");
    return new Block.Figure(
        Lines.draw(
            file + "-chart",
            title,
            "Mean test errors with 95% intervals of " + String.join(", ", lines.keySet()) + ".",
            "fraction of the pool that is kept",
            "test error",
            lines.entrySet().stream()
                .map(line -> new Lines.Series(line.getKey(), line.getValue()))
                .toList()),
        title + ", pool of " + pool + " rows. Random is the control.",
        new DataTable(
            file,
            title,
            List.of(
                DataTable.text("Policy"),
                DataTable.number("Fraction"),
                DataTable.number("Mean error"),
                DataTable.number("± 95%")),
            rows,
            null));
  }

  private static DataTable table(Map<Cell, Errors> cells) {
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    cells.forEach(
        (cell, errors) -> {
          Errors random =
              cells.get(
                  new Cell(cell.learner(), cell.budget(), cell.pool(), RANDOM, cell.fraction()));
          boolean compared =
              random != null && !cell.policy().equals(RANDOM) && !cell.policy().equals(ALL);
          Double difference = compared ? (Double) (errors.mean() - random.mean()) : null;
          rows.add(
              List.of(
                  difference != null && difference > 0
                      ? DataTable.marked(cell.policy(), "worse than random")
                      : cell(cell.policy()),
                  cell(cell.learner()),
                  cell(cell.budget()),
                  count(cell.pool()),
                  decimal(cell.fraction(), 3),
                  count(errors.rows()),
                  count(errors.errors().size()),
                  decimal(errors.mean(), 4),
                  decimal(errors.half(), 4),
                  decimal(difference, 4)));
        });
    return new DataTable(
        "experiments",
        "Test errors of all proxies",
        List.of(
            DataTable.text("Policy"),
            DataTable.text("Learner"),
            DataTable.text("Equal"),
            DataTable.number("Pool"),
            DataTable.number("Fraction"),
            DataTable.number("Rows"),
            DataTable.number("Seeds"),
            DataTable.number("Mean error"),
            DataTable.number("± 95%"),
            DataTable.number("To random")),
        rows,
        "To random is the mean error minus that of random rows of the same number; below 0 the"
            + " policy is better.");
  }

  private static DataTable fits(List<Map<String, Object>> fits) {
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    fits.stream()
        .filter(fit -> Boolean.TRUE.equals(fit.get("chosen")) || fit.get("refused") != null)
        .sorted(
            Comparator.comparing((Map<String, Object> fit) -> (String) fit.get("learner"))
                .thenComparing(fit -> (String) fit.get("budget"))
                .thenComparing(fit -> (String) fit.get("policy"))
                .thenComparing(
                    fit -> (Double) fit.get("fraction"),
                    Comparator.nullsFirst(Comparator.naturalOrder())))
        .forEach(
            fit ->
                rows.add(
                    List.of(
                        cell((String) fit.get("policy")),
                        decimal((Double) fit.get("fraction"), 2),
                        cell((String) fit.get("learner")),
                        cell((String) fit.get("budget")),
                        cell(
                            fit.get("refused") == null
                                ? (String) fit.get("formula")
                                : "refused: " + fit.get("refused")),
                        cell((String) fit.get("coefficients")),
                        cell((String) fit.get("intervals")),
                        count((Integer) fit.get("points")),
                        decimal((Double) fit.get("held_out_error"), 4))));
    return new DataTable(
        "fits",
        "Laws of the error by the number of rows D",
        List.of(
            DataTable.text("Curve"),
            DataTable.number("Fraction"),
            DataTable.text("Learner"),
            DataTable.text("Equal"),
            DataTable.text("Law"),
            DataTable.text("Coefficients"),
            DataTable.text("95% intervals"),
            DataTable.number("Points"),
            DataTable.number("Error at unseen sizes")),
        rows,
        "A law is refused for a curve with too few points.");
  }

  private ExperimentSection() {}
}

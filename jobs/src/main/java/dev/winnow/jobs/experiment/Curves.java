package dev.winnow.jobs.experiment;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.experiment.fit.Runs;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Learning curves by group, from rows of text.
 *
 * @param byGroup curves by the values of the group's columns, in the order of the names; one
 *     without a name if there are no such columns
 */
record Curves(Map<String, Curve> byGroup) {

  /**
   * One curve.
   *
   * @param seen rows for the fit
   * @param unseen rows that the file marks as not for training; null if the file has no such column
   */
  record Curve(Runs seen, Runs unseen) {}

  /** Numbers of one group as they come. */
  private static final class Rows {
    private final List<double[]> numbers = new ArrayList<>();
    private final List<Integer> clusters = new ArrayList<>();
    private final Map<String, Integer> runs = new HashMap<>();

    void add(double[] row, String run) {
      numbers.add(row);
      String key = run == null ? String.valueOf(numbers.size()) : run;
      clusters.add(runs.computeIfAbsent(key, name -> runs.size()));
    }

    Runs runs(boolean withN) {
      return Runs.of(
          withN ? column(0) : null,
          column(1),
          column(2),
          clusters.stream().mapToInt(Integer::intValue).toArray());
    }

    private double[] column(int column) {
      return numbers.stream().mapToDouble(row -> row[column]).toArray();
    }
  }

  /**
   * Sorts rows into curves.
   *
   * @param rows each with its values by the names of {@code columns}
   * @throws Failure with {@link ExitCode#INPUT} if a value is no number
   */
  static Curves of(List<Map<String, String>> rows, FitColumns columns, String place) {
    Map<String, Rows> seen = new TreeMap<>();
    Map<String, Rows> unseen = new TreeMap<>();
    int number = 0;
    for (Map<String, String> row : rows) {
      number++;
      String group = columns.groups().stream().map(row::get).collect(Collectors.joining(" / "));
      boolean train =
          columns.train() == null || isTrue(row.get(columns.train()), columns, place, number);
      double[] numbers = {
        columns.n() == null ? 1 : number(row, columns.n(), place, number),
        number(row, columns.d(), place, number),
        number(row, columns.loss(), place, number)
      };
      seen.computeIfAbsent(group, name -> new Rows());
      unseen.computeIfAbsent(group, name -> new Rows());
      (train ? seen : unseen)
          .get(group)
          .add(numbers, columns.run() == null ? null : row.get(columns.run()));
    }
    if (seen.isEmpty()) {
      throw new Failure(
          ExitCode.INPUT, place + " must hold at least one row; write a row for each training run");
    }
    Map<String, Curve> curves = new TreeMap<>();
    boolean withN = columns.n() != null;
    seen.forEach(
        (group, of) ->
            curves.put(
                group,
                new Curve(
                    of.runs(withN),
                    columns.train() == null ? null : unseen.get(group).runs(withN))));
    return new Curves(curves);
  }

  private static double number(Map<String, String> row, String column, String place, int at) {
    String text = String.valueOf(row.get(column)).strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw notA("a number", column, text, place, at, e);
    }
  }

  private static boolean isTrue(String value, FitColumns columns, String place, int at) {
    String text = String.valueOf(value).strip();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true" -> true;
      case "0", "0.0", "false" -> false;
      default -> throw notA("0 or 1", columns.train(), text, place, at, null);
    };
  }

  private static Failure notA(
      String what, String column, String text, String place, int at, Throwable cause) {
    return new Failure(
        ExitCode.INPUT,
        "column "
            + Printable.of(column)
            + " must hold "
            + what
            + " in every row, got "
            + Printable.beginning(text, 40)
            + " in row "
            + at
            + " of "
            + place
            + "; mend the row or leave it out",
        cause);
  }
}

package dev.winnow.jobs.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns of a file of measurements.
 *
 * @param n size of the model; null for laws of the data's size alone
 * @param d size of the training set
 * @param loss loss or error
 * @param groups columns whose values name a curve; may be empty
 * @param train column that is 0 in rows to extrapolate to; null if there is none
 * @param run column that names the run of a checkpoint; null if each row is a run
 */
public record FitColumns(
    String n, String d, String loss, List<String> groups, String train, String run) {

  public FitColumns {
    groups = List.copyOf(groups);
  }

  /** Returns the columns by the option that names each; those of groups count as one option. */
  Map<String, List<String>> byOption() {
    Map<String, List<String>> options = new LinkedHashMap<>();
    put(options, "--d", d);
    put(options, "--n", n);
    put(options, "--loss", loss);
    put(options, "--train", train);
    put(options, "--run", run);
    options.put("--group", groups);
    return options;
  }

  private static void put(Map<String, List<String>> options, String option, String column) {
    options.put(option, column == null ? List.of() : List.of(column));
  }

  /** Returns all columns. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    byOption().values().forEach(all::addAll);
    return all.stream().distinct().toList();
  }

  /** Returns these columns with that of the model's size. */
  public FitColumns withN(String column) {
    return new FitColumns(column, d, loss, groups, train, run);
  }
}

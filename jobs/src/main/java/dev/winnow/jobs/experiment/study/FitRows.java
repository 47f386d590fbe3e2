package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.run.Ledger;
import dev.winnow.schemas.Experiments;
import dev.winnow.transforms.experiment.fit.FormTrial;
import dev.winnow.transforms.experiment.fit.Interval;
import dev.winnow.transforms.experiment.fit.LawForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Fits of a study as rows of table {@code scaling_fits}. */
final class FitRows {

  /** Returns the rows of table {@code scaling_fits}. */
  static List<Row> rows(String study, List<StudyFits.Fitted> fits) {
    List<Row> rows = new ArrayList<>();
    for (StudyFits.Fitted fitted : fits) {
      if (fitted.study() == null) {
        rows.add(row(study, fitted, null));
      } else {
        fitted.study().trials().forEach(trial -> rows.add(row(study, fitted, trial)));
      }
    }
    return rows;
  }

  /** Returns the same rows for programs. */
  static List<Map<String, Object>> json(String study, List<StudyFits.Fitted> fits) {
    String[] names = Experiments.FITS.columnNames();
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows(study, fits)) {
      Map<String, Object> one = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        one.put(names[i], row.get(i));
      }
      all.add(one);
    }
    return all;
  }

  private static Row row(String study, StudyFits.Fitted fitted, FormTrial trial) {
    StudyFits.Curve curve = fitted.curve();
    boolean refused = trial == null;
    return RowFactory.create(
        study,
        curve.policy(),
        curve.fraction(),
        curve.learner().word(),
        curve.budget().name().toLowerCase(Locale.ROOT),
        refused ? "all" : trial.fit().form().label(),
        refused ? null : trial.fit().form().formula(),
        !refused && trial == fitted.study().chosen(),
        refused ? null : Ledger.write(trial.fit().coefficients()),
        refused ? null : intervals(fitted, trial.fit().form()),
        refused ? null : trial.fit().objective(),
        refused ? null : trial.criterion(),
        refused ? null : finite(trial.heldOutError()),
        refused ? null : finite(fitted.study().lastValueError()),
        curve.sizes().length,
        fitted.refused());
  }

  private static String intervals(StudyFits.Fitted fitted, LawForm form) {
    Map<String, Interval> intervals =
        form == LawForm.POWER
            ? fitted.power()
            : form == fitted.study().law().form() ? fitted.study().intervals() : null;
    if (intervals == null) {
      return null;
    }
    Map<String, double[]> ends = new LinkedHashMap<>();
    intervals.forEach(
        (name, interval) -> ends.put(name, new double[] {interval.low(), interval.high()}));
    return Ledger.write(ends);
  }

  private static Double finite(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private FitRows() {}
}

package dev.winnow.jobs.experiment;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.transforms.experiment.fit.CurveStudy;
import dev.winnow.transforms.experiment.fit.FormTrial;
import dev.winnow.transforms.experiment.fit.Interval;
import dev.winnow.transforms.experiment.fit.LawFit;
import dev.winnow.transforms.experiment.fit.LawForm;
import dev.winnow.transforms.experiment.fit.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A study as a card and as JSON. */
final class StudyText {

  /** Names that the JSON always has; those that the form lacks are null. */
  private static final List<String> NAMES = List.of("E", "A", "alpha", "B", "beta");

  private final CurveStudy study;
  private final Runs runs;
  private final Map<String, Double> claims;

  /**
   * @throws Failure with {@link ExitCode#USAGE} if a claim names no coefficient of the law
   */
  StudyText(CurveStudy study, Runs runs, Map<String, Double> claims) {
    this.study = study;
    this.runs = runs;
    this.claims = claims;
    for (String name : claims.keySet()) {
      if (!study.intervals().containsKey(name)) {
        throw new Failure(
            ExitCode.USAGE,
            "--claim must name one of " + study.intervals().keySet() + ", got " + name);
      }
    }
  }

  Map<String, Object> json(String group) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!group.isEmpty()) {
      json.put("group", group);
    }
    json.put("rows", runs.rows());
    json.put("sizes", runs.sizes().length);
    putLaw(json, study.law(), study.intervals());
    json.put("outliers", study.outliers());
    Map<String, Object> without = new LinkedHashMap<>();
    putLaw(without, study.lawWithoutOutliers(), study.intervalsWithoutOutliers());
    json.put("without_outliers", without);
    json.put("chosen", study.chosen().fit().form().label());
    json.put("forms", study.trials().stream().map(StudyText::trial).toList());
    json.put("last_value_error", finite(study.lastValueError()));
    json.put("held_out_rows", study.heldOut().unseen().rows());
    json.put("largest_size_seen", study.heldOut().seen().largest());
    if (!claims.isEmpty()) {
      List<Map<String, Object>> judged = new ArrayList<>();
      claims.forEach(
          (name, value) -> {
            Interval interval = study.intervals().get(name);
            Map<String, Object> claim = new LinkedHashMap<>();
            claim.put("coefficient", name);
            claim.put("value", value);
            claim.put("refused", !interval.contains(value));
            claim.put("p", interval.probabilityOf(value));
            judged.add(claim);
          });
      json.put("claims", judged);
    }
    return json;
  }

  private static void putLaw(
      Map<String, Object> json, LawFit law, Map<String, Interval> intervals) {
    json.put("form", law.form().label());
    json.put("formula", law.form().formula());
    Map<String, Double> coefficients = law.coefficients();
    NAMES.forEach(name -> json.put(name, coefficients.get(name)));
    coefficients.forEach(json::putIfAbsent);
    json.put("objective", law.objective());
    Map<String, Object> ranges = new LinkedHashMap<>();
    intervals.forEach(
        (name, interval) -> {
          Map<String, Object> range = new LinkedHashMap<>();
          range.put("low", interval.low());
          range.put("high", interval.high());
          range.put("standard_error", interval.standardError());
          ranges.put(name, range);
        });
    json.put("intervals", ranges);
  }

  private static Map<String, Object> trial(FormTrial trial) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("form", trial.fit().form().label());
    json.put("formula", trial.fit().form().formula());
    json.put("coefficients", trial.fit().coefficients());
    json.put("objective", trial.fit().objective());
    json.put("criterion", trial.criterion());
    json.put("held_out_error", finite(trial.heldOutError()));
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  String card() {
    StringBuilder card = new StringBuilder();
    double[] sizes = runs.sizes();
    line(
        card,
        "%s, %d rows, %d sizes of D from %s to %s",
        study.law().form().formula(),
        runs.rows(),
        sizes.length,
        Figures.of(sizes[0]),
        Figures.of(sizes[sizes.length - 1]));
    coefficients(card, study.law(), study.intervals());
    if (study.outliers() > 0) {
      line(card, "without %d outliers", study.outliers());
      coefficients(card, study.lawWithoutOutliers(), study.intervalsWithoutOutliers());
    }
    claims.forEach(
        (name, value) -> {
          Interval interval = study.intervals().get(name);
          line(
              card,
              "%s = %s is %s the interval, p = %s",
              name,
              Figures.of(value),
              interval.contains(value) ? "inside" : "refused: outside of",
              Figures.of(interval.probabilityOf(value)));
        });
    forms(card);
    return card.toString();
  }

  private static void coefficients(
      StringBuilder card, LawFit law, Map<String, Interval> intervals) {
    intervals.forEach(
        (name, interval) ->
            line(
                card,
                "  %-9s %-11s 95%% from %s to %s, standard error %s",
                name,
                Figures.of(interval.estimate()),
                Figures.of(interval.low()),
                Figures.of(interval.high()),
                Figures.of(interval.standardError())));
    line(card, "  %-9s %s", "objective", String.format(Locale.ROOT, "%.6e", law.objective()));
  }

  private void forms(StringBuilder card) {
    boolean judged = !study.heldOut().isEmpty();
    line(
        card,
        judged
            ? "forms, with the error at %d rows beyond D = %s that the fits have not seen"
            : "forms; too few sizes to hold any out",
        study.heldOut().unseen().rows(),
        Figures.of(study.heldOut().seen().largest()));
    for (FormTrial trial : study.trials()) {
      LawForm form = trial.fit().form();
      line(
          card,
          "%s %-12s %-38s AICc %-10s error %s",
          trial == study.chosen() ? "*" : " ",
          form.label(),
          form.formula(),
          Figures.of(trial.criterion()),
          Figures.of(trial.heldOutError()));
    }
    if (judged) {
      line(
          card,
          "  %-12s %-54s error %s",
          "last value",
          "the mean log loss at the largest size",
          Figures.of(study.lastValueError()));
    }
    line(card, "* chosen by AICc: %s", study.chosen().fit().form().formula());
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

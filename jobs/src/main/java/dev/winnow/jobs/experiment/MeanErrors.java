package dev.winnow.jobs.experiment;

import dev.winnow.transforms.experiment.fit.CurveStudy;
import dev.winnow.transforms.experiment.fit.FormTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mean errors at the unseen sizes over several curves, by form; that of the form chosen for each
 * curve; and that of the last value.
 */
record MeanErrors(Map<String, Double> byForm) {

  static MeanErrors of(List<CurveStudy> studies) {
    Map<String, List<Double>> errors = new LinkedHashMap<>();
    for (CurveStudy study : studies) {
      if (!study.heldOut().isEmpty()) {
        add(errors, "chosen", study.chosen().heldOutError());
        add(errors, "last value", study.lastValueError());
        for (FormTrial trial : study.trials()) {
          add(errors, trial.fit().form().label(), trial.heldOutError());
        }
      }
    }
    Map<String, Double> means = new LinkedHashMap<>();
    errors.forEach(
        (form, values) ->
            means.put(
                form, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
    return new MeanErrors(means);
  }

  private static void add(Map<String, List<Double>> errors, String form, double error) {
    errors.computeIfAbsent(form, name -> new ArrayList<>()).add(error);
  }

  Map<String, Object> json() {
    return new LinkedHashMap<>(byForm);
  }

  String card() {
    StringBuilder card = new StringBuilder("mean error at unseen sizes over the curves\n");
    byForm.forEach(
        (form, error) ->
            card.append(String.format(Locale.ROOT, "  %-12s %s%n", form, Figures.of(error))));
    return card.toString();
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.transforms.experiment.PairedDifference;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts of the report of a study as JSON for programs. Names are those of the tables. */
final class StudyJson {

  static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("answer", verdict.answer());
    json.put("sentence", verdict.sentence());
    json.put("wins", verdict.wins());
    json.put("losses", verdict.losses());
    json.put("comparisons", verdict.comparisons());
    return json;
  }

  private static Map<String, Object> proxy(Proxy proxy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("policy", proxy.policy());
    json.put("fraction", proxy.fraction());
    json.put("pool", proxy.pool());
    json.put("rows", proxy.rows());
    json.put("learner", proxy.learner().word());
    json.put("budget", proxy.budgetWord());
    return json;
  }

  static Map<String, Object> run(Trained one) {
    Map<String, Object> json = proxy(one.proxy());
    json.put("seed", one.proxy().seed());
    json.put("error", one.measured().error());
    json.put("worst_class_error", one.measured().worstClassError());
    json.put("cross_entropy", one.measured().crossEntropy());
    json.put("calibration_error", one.measured().calibrationError());
    json.put("temperature", one.measured().temperature());
    json.put("calibrated_error", one.measured().calibratedError());
    json.put("steps", one.measured().steps());
    json.put("flops", one.measured().flops());
    json.put("seconds", one.seconds());
    return json;
  }

  static Map<String, Object> comparison(Comparison one) {
    Map<String, Object> json = proxy(one.first());
    json.put("error", one.error());
    json.put("standard_error", finite(one.standardError()));
    PairedDifference difference = one.toRandom();
    json.put("to_random", difference == null ? null : difference.mean());
    json.put(
        "to_random_standard_error", difference == null ? null : finite(difference.totalError()));
    json.put("wins", one.wins());
    json.put("loses", one.loses());
    return json;
  }

  private static Double finite(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private StudyJson() {}
}

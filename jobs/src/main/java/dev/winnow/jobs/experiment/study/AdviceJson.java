package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.transforms.experiment.advise.Advice;
import dev.winnow.transforms.experiment.advise.Candidate;
import dev.winnow.transforms.experiment.advise.Estimate;
import dev.winnow.transforms.experiment.learn.Budget;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Advice as JSON.
 *
 * @param answers advice for each kind of training
 * @param theory the line of the card
 */
record AdviceJson(Study.Result result, Map<Budget.Kind, Advice> answers, String theory) {

  /**
   * Returns the object.
   *
   * @param budget kind of training of the main answer, whose members stand at the top
   * @param facts facts of the largest pool; null without a cut
   * @param kept places of the rows that the cut keeps; null without a cut
   */
  Map<String, Object> of(Budget.Kind budget, PoolFacts facts, int[] kept) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", result.name());
    json.put("run_id", result.plan().run().runId());
    json.put("tables", result.tables().folder());
    json.put("study", result.plan().study());
    json.put("state", "done");
    json.put("learner", result.grid().learners().get(0).word());
    json.put("test_rows", result.labelled().test());
    json.put("pilots", result.trained().size());
    json.putAll(answer(answers.get(budget)));
    json.put("budget", word(budget));
    Map<String, Object> all = new LinkedHashMap<>();
    answers.forEach((kind, of) -> all.put(word(kind), answer(of)));
    json.put("answers", all);
    json.put("theory", theory);
    if (facts != null) {
      json.put(
          "label_noise",
          Map.of("pool", facts.otherLabel(facts.all()), "kept", facts.otherLabel(kept)));
      json.put(
          "outliers", Map.of("pool", facts.outliers(facts.all()), "kept", facts.outliers(kept)));
      PoolFacts.Shift shift = facts.shift(kept);
      Map<String, Object> classes = new LinkedHashMap<>();
      classes.put("least_kept", shift.label());
      classes.put("share", shift.share());
      classes.put("below_half", shift.belowHalf());
      classes.put("classes", shift.classes());
      json.put("classes", classes);
    }
    return json;
  }

  private static Map<String, Object> answer(Advice of) {
    Map<String, Object> json = new LinkedHashMap<>();
    Candidate chosen = of.chosen();
    json.put("prune", of.prunes());
    json.put("policy", chosen == null ? null : chosen.policy());
    json.put("keep_fraction", chosen == null ? 1.0 : chosen.fraction());
    json.put("pool", of.pool());
    json.put("forecast", of.forecast());
    json.put("limit", of.limit());
    json.put("all_rows", estimate(of.all()));
    if (chosen != null) {
      json.put("error", estimate(chosen.error()));
      json.put("to_random", estimate(chosen.overRandom()));
      json.put("to_all", estimate(chosen.overAll()));
      json.put("recipe", AdviceText.recipeLine(chosen));
    }
    json.put("candidates", of.candidates().stream().map(AdviceJson::candidate).toList());
    return json;
  }

  private static Map<String, Object> candidate(Candidate of) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("policy", of.policy());
    json.put("fraction", of.fraction());
    json.put("error", estimate(of.error()));
    json.put("to_random", estimate(of.overRandom()));
    json.put("to_all", estimate(of.overAll()));
    return json;
  }

  private static Map<String, Object> estimate(Estimate of) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", of.value());
    json.put("low", of.low());
    json.put("high", of.high());
    return json;
  }

  private static String word(Budget.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.experiment.advise.Advice;
import dev.winnow.transforms.experiment.advise.Candidate;
import dev.winnow.transforms.experiment.advise.Estimate;
import dev.winnow.transforms.experiment.advise.Pilot;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import dev.winnow.transforms.experiment.theory.KeptEnd;
import dev.winnow.transforms.experiment.theory.PerceptronTheory;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Report of advice, as a card for people and as JSON for programs. */
final class AdviceCard {

  private static final int HIDDEN = 128;

  private final Study.Result result;
  private final AdviseRequest request;
  private final Budget.Kind budget;
  private final Map<Budget.Kind, Advice> answers;
  private final Advice advice;
  private PoolFacts facts;
  private int[] kept;

  /**
   * @param answers advice for each kind of training; the first is the main one
   */
  AdviceCard(Study.Result result, AdviseRequest request, Map<Budget.Kind, Advice> answers) {
    this.result = result;
    this.request = request;
    this.answers = answers;
    this.budget = answers.keySet().iterator().next();
    this.advice = answers.get(budget);
  }

  /**
   * Adds the facts about the rows of the largest pool that the advised cut keeps.
   *
   * @param order places of all rows, the first to keep first
   */
  void cut(PoolFacts ofPool, int[] order) {
    facts = ofPool;
    BigDecimal fraction = BigDecimal.valueOf(advice.chosen().fraction());
    kept = Arrays.copyOf(order, (int) KeepCount.keptRows(fraction, order.length));
  }

  RunReport report() {
    StringBuilder card = new StringBuilder();
    card.append(sentence(budget)).append('\n');
    CardText.line(card, result.name(), "advice on run " + result.plan().run().runId());
    CardText.line(card, "advised for", basis());
    if (advice.limit() != null) {
      CardText.line(card, "no forecast", advice.limit());
    }
    if (advice.prunes()) {
      Candidate chosen = advice.chosen();
      CardText.line(card, "error", range(chosen.error()) + "; all rows " + range(advice.all()));
      CardText.line(card, "to random", difference(chosen.overRandom(), "random rows as many"));
      CardText.line(card, "to all rows", difference(chosen.overAll(), "all rows"));
      cutLines(card);
    }
    CardText.line(card, "theory", theory());
    CardText.line(card, "price", price());
    answers.forEach(
        (kind, answer) -> {
          if (kind != budget) {
            CardText.line(card, "equal " + word(kind), sentence(kind));
          }
        });
    result.plan().skipped().forEach(reason -> CardText.line(card, "skipped", reason));
    table(card);
    if (advice.prunes()) {
      card.append("\nIn the recipe:\n  ")
          .append(AdviceJson.recipeLine(advice.chosen()))
          .append('\n');
    }
    return new RunReport(
        card.toString(), new AdviceJson(result, answers, theory()).of(budget, facts, kept));
  }

  private String sentence(Budget.Kind kind) {
    Advice answer = answers.get(kind);
    String all = figure(answer.all().value());
    if (!answer.prunes()) {
      Candidate closest =
          answer.candidates().stream()
              .min((a, b) -> Double.compare(a.error().value(), b.error().value()))
              .orElseThrow();
      return "Do not prune: "
          + (kind == Budget.Kind.EPOCHS
              ? "no cut keeps the error of all rows, "
                  + all
                  + ", within "
                  + percent(request.tolerance().doubleValue())
              : "no cut has a lower error than all rows, " + all)
          + "; the closest is "
          + phrase(closest)
          + ", "
          + figure(closest.error().value())
          + ".";
    }
    Candidate chosen = answer.chosen();
    return "Prune: keep "
        + phrase(chosen)
        + " of "
        + Texts.count(answer.pool())
        + " rows; expected error "
        + range(chosen.error())
        + ", all rows "
        + all
        + (chosen.policy().equals(Pilot.RANDOM)
            ? "; no policy beats random rows."
            : chosen.beatsRandom()
                ? ", random rows as many " + figure(random(chosen)) + "."
                : "; not clearly better than random rows as many, " + figure(random(chosen)) + ".");
  }

  private static double random(Candidate chosen) {
    return chosen.error().value() - chosen.overRandom().value();
  }

  private static String phrase(Candidate of) {
    return Verdict.direction(of.policy()) + " " + of.fraction();
  }

  private String basis() {
    Learner learner = result.grid().learners().get(0);
    return Texts.count(advice.pool())
        + " rows, "
        + (advice.forecast()
            ? "forecast from pools of up to " + Texts.count(result.grid().largestPool()) + " rows"
            : "measured")
        + "; "
        + Verdict.learner(learner, budget)
        + ", on "
        + Texts.count(result.labelled().test())
        + " test rows, "
        + result.grid().seeds().size()
        + " seeds";
  }

  private static String difference(Estimate difference, String than) {
    String judged =
        difference.high() < 0
            ? "better than " + than
            : difference.low() > 0 ? "worse than " + than : "no clear difference to " + than;
    return String.format(
        Locale.ROOT,
        "%+.4f (%+.4f to %+.4f), %s",
        difference.value(),
        difference.low(),
        difference.high(),
        judged);
  }

  private void cutLines(StringBuilder card) {
    int[] all = facts.all();
    CardText.line(
        card,
        "label noise",
        percent(facts.otherLabel(all))
            + " of the pool and "
            + percent(facts.otherLabel(kept))
            + " of the kept rows have another label than most of their cluster");
    CardText.line(
        card,
        "outliers",
        percent(facts.outliers(all))
            + " of the pool and "
            + percent(facts.outliers(kept))
            + " of the kept rows lie far outside of their cluster");
    PoolFacts.Shift shift = facts.shift(kept);
    CardText.line(
        card,
        "classes",
        shift.label()
            + " keeps the least, "
            + percent(shift.share())
            + " of its rows; "
            + shift.belowHalf()
            + " of "
            + shift.classes()
            + " classes keep less than half of the share of the cut");
  }

  /** Returns the parameters of the learner; 0 where they depend on pictures. */
  private long parameters() {
    long width = result.encoder().dim() + 1L;
    long classes = result.labelled().classes();
    return switch (result.grid().learners().get(0)) {
      case SOFTMAX, RIDGE -> width * classes;
      case MLP -> width * HIDDEN + (HIDDEN + 1) * classes;
      case CONV -> 0;
    };
  }

  private String theory() {
    long parameters = parameters();
    if (parameters == 0) {
      return "none for this learner";
    }
    double ratio = (double) advice.pool() / parameters;
    double fraction = advice.prunes() ? advice.chosen().fraction() : 0.5;
    PerceptronTheory theory = new PerceptronTheory(0);
    double hard = theory.error(KeptEnd.HARD, fraction, ratio);
    double easy = theory.error(KeptEnd.EASY, fraction, ratio);
    double all = theory.error(KeptEnd.RANDOM, 1, ratio);
    return String.format(
        Locale.ROOT,
        "%s rows for %s parameters are %.2f each, %.2f after the cut to %s; a perceptron there"
            + " keeps the %s: %.2f times the error of all, against %.2f",
        Texts.count(advice.pool()),
        Texts.count(parameters),
        ratio,
        ratio * fraction,
        fraction,
        hard < easy ? "hardest" : "easiest",
        Math.min(hard, easy) / all,
        Math.max(hard, easy) / all);
  }

  private String price() {
    double seconds = result.trained().stream().mapToDouble(Trained::seconds).sum();
    String pilots =
        "pilots "
            + Texts.seconds(seconds)
            + " of training in "
            + Texts.count(result.trained().size())
            + " proxies";
    if (!advice.prunes()) {
      return pilots;
    }
    int largest = result.grid().largestPool();
    double all = flops(Proxy.ALL, 1, largest);
    double cut = flops(advice.chosen().policy(), advice.chosen().fraction(), largest);
    return String.format(
        Locale.ROOT,
        "%s; training on the cut takes %.2f of the operations of all rows (%.3g of %.3g)",
        pilots,
        cut / all,
        cut,
        all);
  }

  private double flops(String policy, double fraction, int pool) {
    return result.trained().stream()
        .filter(one -> one.proxy().policy().equals(policy))
        .filter(one -> one.proxy().fraction() == fraction && one.proxy().pool() == pool)
        .filter(one -> policy.equals(Proxy.ALL) || one.proxy().budget() == budget)
        .map(Trained::measured)
        .mapToDouble(Measurement::flops)
        .average()
        .orElse(Double.NaN);
  }

  private void table(StringBuilder card) {
    card.append(
        String.format(
            Locale.ROOT,
            "%n  %8s  %-13s %8s %19s %10s %10s%n",
            "fraction",
            "policy",
            "error",
            "95% interval",
            "to random",
            "to all"));
    for (Candidate of : advice.candidates()) {
      card.append(
          String.format(
              Locale.ROOT,
              "  %8s  %-13s %8.4f %19s %+10.4f %+10.4f%s%n",
              of.fraction(),
              of.policy(),
              of.error().value(),
              String.format(Locale.ROOT, "%.4f to %.4f", of.error().low(), of.error().high()),
              of.overRandom().value(),
              of.overAll().value(),
              of.equals(advice.chosen())
                  ? "  advised"
                  : of.losesToRandom() ? "  loses to random" : ""));
    }
  }

  private static String range(Estimate of) {
    return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", of.value(), of.low(), of.high());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static String word(Budget.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.experiment.advise.Advice;
import dev.winnow.transforms.experiment.advise.Candidate;
import dev.winnow.transforms.experiment.theory.KeptEnd;
import dev.winnow.transforms.experiment.theory.PerceptronTheory;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/** Report of advice, as a card for people and as JSON for programs. */
final class AdviceCard {

  private static final int HIDDEN = 128;

  private final Study.Result result;
  private final AdviceText text;
  private final Advice advice;
  private PoolFacts facts;
  private int[] kept;

  AdviceCard(Study.Result result, AdviceText text) {
    this.result = result;
    this.text = text;
    this.advice = text.main();
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
    card.append(text.sentence()).append('\n');
    CardText.line(card, result.name(), "advice on run " + result.plan().run().runId());
    text.figures().forEach(line -> CardText.line(card, line.name(), line.text()));
    if (advice.prunes()) {
      cutLines(card);
    }
    CardText.line(card, "theory", theory());
    text.further().forEach(line -> CardText.line(card, line.name(), line.text()));
    result.plan().skipped().forEach(reason -> CardText.line(card, "skipped", reason));
    table(card);
    if (advice.prunes()) {
      card.append("\nIn the recipe:\n  ")
          .append(AdviceText.recipeLine(advice.chosen()))
          .append('\n');
    }
    return new RunReport(
        card.toString(),
        new AdviceJson(result, text.answers(), theory()).of(text.budget(), facts, kept));
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
              text.mark(of).isEmpty() ? "" : "  " + text.mark(of)));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}

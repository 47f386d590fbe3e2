package dev.winnow.jobs.experiment;

import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.experiment.advise.Advice;
import dev.winnow.transforms.experiment.advise.Advisor;
import dev.winnow.transforms.experiment.advise.Candidate;
import dev.winnow.transforms.experiment.advise.Estimate;
import dev.winnow.transforms.experiment.advise.Pilot;
import dev.winnow.transforms.experiment.advise.Question;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Advice in words, as far as the pilots alone give it: the same for the command and the report. */
public final class AdviceText {

  private static final Map<String, String> DIRECTIONS =
      Map.of("hard", "hardest", "easy", "easiest", "middle", "middle");

  /** A named line. */
  public record Line(String name, String text) {}

  private final AdviceBasis basis;
  private final Map<Budget.Kind, Advice> answers = new EnumMap<>(Budget.Kind.class);

  /**
   * Makes the advice. Costs no Spark job.
   *
   * @throws IllegalArgumentException if the pilots can't be compared, such as those of one seed
   */
  public AdviceText(AdviceBasis basis) {
    this.basis = basis;
    for (Budget.Kind kind : basis.budgets()) {
      List<Pilot> pilots =
          basis.runs().stream().filter(run -> run.countsFor(kind)).map(PilotRun::pilot).toList();
      answers.put(
          kind,
          Advisor.advise(
              pilots,
              new Question(
                  basis.rows(),
                  basis.fraction() == null ? null : basis.fraction().doubleValue(),
                  kind == Budget.Kind.EPOCHS
                      ? Question.Goal.SMALLEST_SET
                      : Question.Goal.LOWEST_ERROR,
                  basis.tolerance().doubleValue(),
                  basis.testRows())));
    }
  }

  /** Returns the answers for each kind of training. */
  public Map<Budget.Kind, Advice> answers() {
    return Collections.unmodifiableMap(answers);
  }

  /** Returns the kind of training of the main answer. */
  public Budget.Kind budget() {
    return answers.keySet().iterator().next();
  }

  /** Returns the main answer. */
  public Advice main() {
    return answers.get(budget());
  }

  /** Returns the main answer in one sentence. */
  public String sentence() {
    return sentence(budget());
  }

  /** Returns what the advice holds for, and the errors of an advised cut with their intervals. */
  public List<Line> figures() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("advised for", holdsFor()));
    if (main().limit() != null) {
      lines.add(new Line("no forecast", main().limit()));
    }
    if (main().prunes()) {
      Candidate chosen = main().chosen();
      lines.add(new Line("error", range(chosen.error()) + "; all rows " + range(main().all())));
      lines.add(new Line("to random", difference(chosen.overRandom(), "random rows as many")));
      lines.add(new Line("to all rows", difference(chosen.overAll(), "all rows")));
    }
    return lines;
  }

  /**
   * Returns the price of the pilots and of the cut, and the answers for other kinds of training.
   */
  public List<Line> further() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("price", price()));
    answers.forEach(
        (kind, answer) -> {
          if (kind != budget()) {
            lines.add(new Line("equal " + word(kind), sentence(kind)));
          }
        });
    return lines;
  }

  /** Returns the word on a candidate: advised, or that it loses to random; empty for none. */
  public String mark(Candidate of) {
    return of.equals(main().chosen()) ? "advised" : of.losesToRandom() ? "loses to random" : "";
  }

  /** Returns the section of the recipe for an advised cut. */
  public static String recipeLine(Candidate chosen) {
    return "prune: {keep: "
        + chosen.policy()
        + ", keep_fraction: "
        + BigDecimal.valueOf(chosen.fraction()).toPlainString()
        + "}";
  }

  /** Returns a learner and its kind of training in words. */
  public static String learner(Learner learner, Budget.Kind budget) {
    return learner.word() + ", equal " + word(budget);
  }

  /** Returns the rows that a policy keeps, such as hardest. */
  public static String direction(String policy) {
    return DIRECTIONS.getOrDefault(policy, policy);
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
                  + Texts.percent(basis.tolerance().doubleValue())
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
    return direction(of.policy()) + " " + of.fraction();
  }

  private String holdsFor() {
    return Texts.count(main().pool())
        + " rows, "
        + (main().forecast()
            ? "forecast from pools of up to " + Texts.count(basis.largest()) + " rows"
            : "measured")
        + "; "
        + learner(basis.learner(), budget())
        + ", on "
        + Texts.count(basis.testRows())
        + " test rows, "
        + basis.seeds()
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

  private String price() {
    double seconds = basis.runs().stream().mapToDouble(PilotRun::seconds).sum();
    String pilots =
        "pilots "
            + Texts.seconds(seconds)
            + " of training in "
            + Texts.count(basis.runs().size())
            + " proxies";
    if (!main().prunes()) {
      return pilots;
    }
    double all = flops(PilotRun.ALL, 1);
    double cut = flops(main().chosen().policy(), main().chosen().fraction());
    return String.format(
        Locale.ROOT,
        "%s; training on the cut takes %.2f of the operations of all rows (%.3g of %.3g)",
        pilots,
        cut / all,
        cut,
        all);
  }

  /** Returns the mean operations of the pilots of a cut of the largest pool. */
  private double flops(String policy, double fraction) {
    return basis.runs().stream()
        .filter(run -> run.countsFor(budget()) && run.pilot().policy().equals(policy))
        .filter(run -> run.pilot().fraction() == fraction && run.pilot().pool() == basis.largest())
        .mapToDouble(PilotRun::flops)
        .average()
        .orElse(Double.NaN);
  }

  private static String range(Estimate of) {
    return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", of.value(), of.low(), of.high());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String word(Budget.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.experiment.AdviceText;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.transforms.experiment.PairedDifference;
import dev.winnow.transforms.experiment.fit.FormTrial;
import dev.winnow.transforms.experiment.fit.Interval;
import dev.winnow.transforms.experiment.fit.LawForm;
import dev.winnow.transforms.experiment.learn.Budget;
import dev.winnow.transforms.experiment.learn.Learner;
import dev.winnow.transforms.experiment.learn.Measurement;
import dev.winnow.transforms.select.policy.Keep;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Report of a study, as a card for people and as JSON for programs. */
final class StudyCard {

  private static final String HARD = Keep.HARD.word();
  private static final String EASY = Keep.EASY.word();

  private final String name;
  private final Plan plan;
  private final TableStore tables;
  private final LabelledRows labelled;
  private final RunEncoder encoder;
  private final Grid grid;

  StudyCard(
      String name,
      Plan plan,
      TableStore tables,
      LabelledRows labelled,
      RunEncoder encoder,
      Grid grid) {
    this.name = name;
    this.plan = plan;
    this.tables = tables;
    this.labelled = labelled;
    this.encoder = encoder;
    this.grid = grid;
  }

  /**
   * Returns the report of a dry run.
   *
   * @param missing the proxies that would be trained
   */
  RunReport planned(List<Proxy> proxies, List<Proxy> missing) {
    StringBuilder card = new StringBuilder();
    line(
        card,
        "%s proxies would be trained, and %s are in table experiments; a dry run: nothing was"
            + " trained or written.",
        Texts.count(missing.size()),
        Texts.count(proxies.size() - missing.size()));
    facts(card);
    CardText.line(
        card,
        "policies",
        String.join(", ", grid.policies().stream().map(Keep::word).toList()) + ", and all rows");
    CardText.line(card, "fractions", grid.fractions().toString());
    CardText.line(
        card,
        "learners",
        String.join(", ", grid.learners().stream().map(Learner::word).toList())
            + " with equal "
            + String.join(" and ", grid.budgets().stream().map(StudyCard::word).toList())
            + ", "
            + plan.settings().epochs()
            + " epochs");
    CardText.line(card, "seeds", grid.seeds().toString());
    Map<String, Object> json = json("planned");
    json.put("proxies", proxies.size());
    json.put("to_train", missing.size());
    return new RunReport(card.toString(), json);
  }

  /**
   * Returns the report of a finished study.
   *
   * @param made number of proxies that were trained now
   */
  RunReport finished(
      int made, List<Trained> trained, List<StudyFits.Fitted> fits, List<String> figures) {
    List<Comparison> compared = Comparison.of(trained, (int) labelled.test());
    Verdict verdict = Verdict.of(compared);
    StringBuilder card = new StringBuilder();
    card.append(verdict.sentence()).append('\n');
    facts(card);
    CardText.line(
        card,
        "proxies",
        Texts.count(made) + " trained, " + Texts.count(trained.size() - made) + " found");
    for (Learner learner : grid.learners()) {
      for (Budget.Kind budget : grid.budgets()) {
        comparisons(card, compared, learner, budget);
        hardAgainstEasy(card, trained, learner, budget);
      }
    }
    laws(card, fits);
    CardText.line(card, "study", plan.study() + " in " + tables.folder());
    figures.forEach(figure -> CardText.line(card, "figure", figure));
    Map<String, Object> json = json("done");
    json.put("verdict", StudyJson.verdict(verdict));
    json.put("trained", made);
    json.put("proxies", trained.stream().map(StudyJson::run).toList());
    json.put("comparisons", compared.stream().map(StudyJson::comparison).toList());
    json.put("fits", FitRows.json(plan.study(), fits));
    json.put("figures", figures);
    return new RunReport(card.toString(), json);
  }

  private void facts(StringBuilder card) {
    CardText.line(card, name, "experiment on run " + plan.run().runId());
    CardText.line(
        card,
        "pools",
        String.join(" and ", grid.pools().stream().map(Texts::count).toList())
            + " of "
            + Texts.count(labelled.training())
            + " training rows with "
            + labelled.classes()
            + " labels");
    CardText.line(
        card,
        "test rows",
        Texts.count(labelled.test())
            + (labelled.heldOut() ? ", held out by the recipe" : ", a fifth by hash")
            + (labelled.test() == LabelledRows.MOST_TEST_ROWS ? ", the first of a hash" : ""));
    CardText.line(card, "features", encoder.encoder() + ", " + encoder.dim() + " numbers");
    CardText.line(
        card,
        "ranked by",
        plan.run().recipe().metric().label()
            + ", prototypes "
            + plan.settings().prototypes().name().toLowerCase(Locale.ROOT));
    plan.skipped().forEach(reason -> CardText.line(card, "skipped", reason));
  }

  /** Appends the table of a learner at the largest pool. */
  private void comparisons(
      StringBuilder card, List<Comparison> all, Learner learner, Budget.Kind budget) {
    List<Comparison> shown =
        all.stream()
            .filter(one -> one.first().learner() == learner)
            .filter(one -> one.first().pool() == grid.largestPool())
            .filter(one -> one.first().policy().equals(Proxy.ALL) || one.first().budget() == budget)
            .toList();
    line(
        card,
        "%n%s, pool of %s rows, %d seeds",
        AdviceText.learner(learner, budget),
        Texts.count(grid.largestPool()),
        grid.seeds().size());
    line(
        card,
        "  %-13s %8s %9s %8s %8s   %9s %8s   %7s %7s %7s",
        "policy",
        "fraction",
        "rows",
        "error",
        "+- s.e.",
        "- random",
        "+- s.e.",
        "worst",
        "ECE",
        "temp.");
    for (Comparison one : shown) {
      PairedDifference difference = one.toRandom();
      line(
          card,
          "  %-13s %8s %9s %8.4f %8s   %9s %8s %1s %7.4f %7.4f %7.2f",
          one.first().policy(),
          String.valueOf(one.first().fraction()),
          Texts.count(one.first().rows()),
          one.error(),
          figure("%.4f", one.standardError()),
          difference == null ? "" : figure("%+.4f", difference.mean()),
          difference == null ? "" : figure("%.4f", difference.totalError()),
          one.wins() ? "<" : one.loses() ? ">" : "",
          one.mean(Measurement::worstClassError),
          one.mean(Measurement::calibrationError),
          one.mean(Measurement::temperature));
    }
  }

  /** Appends the error of hard less that of easy, by pool and fraction. */
  private void hardAgainstEasy(
      StringBuilder card, List<Trained> trained, Learner learner, Budget.Kind budget) {
    Map<Comparison.Cell, List<Trained>> cells = Comparison.cells(trained);
    StringBuilder lines = new StringBuilder();
    for (int pool : grid.pools()) {
      for (BigDecimal fraction : grid.fractions()) {
        Comparison.Cell hard =
            new Comparison.Cell(HARD, fraction.doubleValue(), pool, learner, budget);
        if (cells.containsKey(hard) && cells.containsKey(hard.with(EASY))) {
          PairedDifference difference =
              Comparison.difference(
                  cells.get(hard), cells.get(hard.with(EASY)), (int) labelled.test());
          line(
              lines,
              "  %13s %8s %9s %8s %s",
              Texts.count(pool),
              fraction.toPlainString(),
              figure("%+.4f", difference.mean()),
              figure("%.4f", difference.totalError()),
              !difference.isShown()
                  ? ""
                  : difference.mean() < 0 ? "hard is better" : "easy is better");
        }
      }
    }
    if (!lines.isEmpty()) {
      line(card, "  %13s %8s %9s %8s", "pool", "fraction", "hard-easy", "+- s.e.");
      card.append(lines);
    }
  }

  /**
   * Appends slope and intercept of random rows and of the envelopes for each learner; the table has
   * the curves of the fractions.
   */
  private static void laws(StringBuilder card, List<StudyFits.Fitted> fits) {
    line(card, "%nlaws of the error over D training rows");
    long refused = fits.stream().filter(fit -> fit.study() == null).count();
    for (StudyFits.Fitted fit : fits) {
      if (fit.study() != null && fit.curve().fraction() == null) {
        FormTrial chosen = fit.study().chosen();
        FormTrial power = fit.trial(LawForm.POWER);
        Interval slope = fit.power() == null ? null : fit.power().get("beta");
        line(
            card,
            "  %-18s %-22s %s%s",
            fit.curve().policy(),
            AdviceText.learner(fit.curve().learner(), fit.curve().budget()),
            slope == null
                ? ""
                : String.format(
                    Locale.ROOT,
                    "slope %.3f (%.3f to %.3f), intercept %.3f",
                    -slope.estimate(),
                    -slope.high(),
                    -slope.low(),
                    StrictMath.log10(power.fit().coefficient("A"))),
            "; chosen " + chosen.fit().form().formula());
      }
    }
    if (refused > 0) {
      CardText.line(
          card,
          "refused",
          refused
              + " curves, such as: "
              + fits.stream()
                  .filter(fit -> fit.study() == null)
                  .findFirst()
                  .map(fit -> fit.curve().policy() + ": " + fit.refused())
                  .orElseThrow());
    }
  }

  private Map<String, Object> json(String state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("run_id", plan.run().runId());
    json.put("tables", tables.folder());
    json.put("study", plan.study());
    json.put("state", state);
    json.put("training_rows", labelled.training());
    json.put("test_rows", labelled.test());
    json.put("held_out_by_recipe", labelled.heldOut());
    json.put("classes", labelled.classes());
    json.put("pools", grid.pools());
    json.put("skipped", plan.skipped());
    return json;
  }

  private static String figure(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String word(Budget.Kind budget) {
    return budget.name().toLowerCase(Locale.ROOT);
  }

  private static void line(StringBuilder card, String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}

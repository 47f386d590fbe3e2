package dev.winnow.jobs.cut;

import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Reason;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Report of a cut, as a card for people and as JSON for programs. */
final class CutCard {

  private final String name;
  private final FinishedRun run;
  private final TableStore tables;
  private final String release;

  /**
   * @param name name of the recipe
   * @param run run that is cut
   * @param tables tables of the recipe
   * @param release name of the release
   */
  CutCard(String name, FinishedRun run, TableStore tables, String release) {
    this.name = name;
    this.run = run;
    this.tables = tables;
    this.release = release;
  }

  /**
   * Returns the report.
   *
   * @param state planned, done, or reused for a release that existed before
   * @param details facts of the cut and of the release
   * @param versions versions of the tables of the release; empty for a plan
   */
  RunReport report(String state, CutFacts facts, Map<String, Long> versions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("run_id", run.runId());
    json.put("recipe_hash", run.recipeHash());
    json.put("tables", tables.folder());
    json.put("state", state);
    json.putAll(Ledger.details(facts));
    json.put("release", release);
    json.put("versions", versions);
    json.put("reused", state.equals("reused"));
    return new RunReport(text(state, facts, versions), json);
  }

  private String text(String state, CutFacts facts, Map<String, Long> versions) {
    StringBuilder card = new StringBuilder("\n");
    String note =
        switch (state) {
          case "reused" -> ", already done: nothing to do";
          case "planned" -> ", a dry run: nothing was written";
          default -> "";
        };
    CardText.line(card, name, "cut of run " + run.runId() + note);
    CardText.line(
        card,
        "order",
        facts.keep()
            + " by "
            + facts.metric()
            + (facts.storedOrder() ? ", in the order of the run" : ", ranked again"));
    CardText.line(
        card,
        Reason.KEPT.word(),
        String.format(
            Locale.ROOT,
            "%s of %s ranked (%s)",
            Texts.count(facts.kept()),
            Texts.count(facts.ranked()),
            Texts.percent((double) facts.kept() / facts.ranked())));
    if (facts.keepTokens() != null || facts.keepBytes() != null) {
      CardText.line(
          card,
          "budget",
          facts.keepTokens() != null
              ? Texts.count(facts.keepTokens()) + " tokens"
              : Texts.count(facts.keepBytes()) + " bytes");
    }
    if (facts.reasons() != null) {
      facts
          .reasons()
          .forEach(
              (reason, count) -> {
                if (!reason.equals(Reason.KEPT.word())) {
                  CardText.line(card, reason, Texts.count(count));
                }
              });
    }
    PublishFacts made = facts.release();
    if (made != null && made.classes() != null) {
      CardText.line(
          card,
          "classes",
          run.requireStage(Stage.INGEST).ingest().facts().classes()
              + " before, "
              + made.classes()
              + " after");
      ShiftTable.lines(made).forEach(shift -> CardText.line(card, "class shift", shift));
    }
    CardText.line(
        card,
        "release",
        release + (made == null ? "" : ", digest " + made.digest().substring(0, 16)));
    CardText.line(card, "tables", tables.folder());
    if (versions.containsKey(Curated.SPEC.name())) {
      CardText.line(
          card,
          "versions",
          "curated "
              + versions.get(Curated.SPEC.name())
              + ", decisions "
              + versions.get(Decisions.SPEC.name()));
    }
    return card.toString();
  }
}

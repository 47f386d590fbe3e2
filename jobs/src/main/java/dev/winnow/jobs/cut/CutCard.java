package dev.winnow.jobs.cut;

import dev.winnow.jobs.curate.RunCard;
import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
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
  RunReport report(String state, Map<String, Object> details, Map<String, Long> versions) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("run_id", run.runId());
    json.put("recipe_hash", run.recipeHash());
    json.put("tables", tables.folder());
    json.put("state", state);
    json.putAll(details);
    json.put("release", release);
    json.put("versions", versions);
    json.put("reused", state.equals("reused"));
    return new RunReport(text(state, details, versions), json);
  }

  private String text(String state, Map<String, Object> details, Map<String, Long> versions) {
    StringBuilder card = new StringBuilder("\n");
    String note =
        switch (state) {
          case "reused" -> ", done before: nothing to do";
          case "planned" -> ", not made: a dry run";
          default -> "";
        };
    RunCard.line(card, name, "cut of run " + run.runId() + note);
    long kept = ((Number) details.get(Decisions.KEPT)).longValue();
    long ranked = ((Number) details.get("ranked")).longValue();
    RunCard.line(
        card,
        "order",
        details.get("keep")
            + " by "
            + details.get(Decisions.METRIC)
            + (Boolean.TRUE.equals(details.get(Cut.STORED_ORDER))
                ? ", as the run ranked"
                : ", ranked again"));
    RunCard.line(
        card,
        Reason.KEPT.word(),
        String.format(
            Locale.ROOT,
            "%s of %s ranked (%s)",
            Texts.count(kept),
            Texts.count(ranked),
            Texts.percent((double) kept / ranked)));
    if (details.get("reasons") instanceof Map<?, ?> reasons) {
      reasons.forEach(
          (reason, count) -> {
            if (!reason.equals(Reason.KEPT.word())) {
              RunCard.line(card, String.valueOf(reason), Texts.count(((Number) count).longValue()));
            }
          });
    }
    if (details.get("classes") instanceof Number classes) {
      RunCard.line(
          card,
          "classes",
          run.result(Stage.INGEST).count("classes") + " before, " + classes + " after");
    }
    ShiftTable.lines(details).forEach(shift -> RunCard.line(card, "class shift", shift));
    RunCard.line(
        card,
        "release",
        release
            + (details.get("digest") == null
                ? ""
                : ", digest " + String.valueOf(details.get("digest")).substring(0, 16)));
    RunCard.line(card, "tables", tables.folder());
    if (versions.containsKey(Curated.SPEC.name())) {
      RunCard.line(
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

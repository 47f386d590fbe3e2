package dev.winnow.jobs.curate;

import static dev.winnow.jobs.text.CardText.line;

import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.ClusterFacts;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.PruneFacts;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageFacts;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.PassedOver;
import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Report of a run, as a card for people and as JSON for programs. */
final class RunCard {

  static RunReport report(
      RunContext run,
      Done done,
      Map<Stage, String> states,
      Map<Stage, Double> seconds,
      String release) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", run.recipe().name());
    json.put("run_id", run.runId());
    json.put("recipe_hash", run.loaded().hash());
    json.put("tables", run.tables().folder());
    Map<String, Object> stages = new LinkedHashMap<>();
    done.results()
        .forEach(
            (stage, result) -> {
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("state", states.get(stage));
              facts.put("rows", result.rows());
              facts.put("seconds", seconds.getOrDefault(stage, 0.0));
              facts.put("versions", result.versions());
              facts.put("details", Ledger.details(result.facts()));
              stages.put(stage.label(), facts);
            });
    json.put("stages", stages);
    json.put("seconds", run.progress().secondsOfRun());
    json.put("warnings", run.warnings());
    if (done.holds(Stage.PUBLISH)) {
      json.put("release", release);
      json.put("digest", done.release().facts().digest());
    }
    boolean reused = states.values().stream().allMatch("reused"::equals);
    json.put("reused", reused);
    return new RunReport(text(run, done, seconds, reused, release), json);
  }

  private static String text(
      RunContext run, Done done, Map<Stage, Double> seconds, boolean reused, String release) {
    StringBuilder card = new StringBuilder("\n");
    String state = reused ? ", already done: nothing to do" : "";
    line(card, run.recipe().name(), "run " + run.runId() + state);
    line(card, "rows in", Texts.count(done.ingest().facts().inputRows()));
    line(card, Reason.QUARANTINED.word(), quarantined(done));
    passedOver(card, done.ingest().facts(), run.recipe().input().followLinks());
    Long rangeScaled = done.ingest().facts().rangeScaled();
    if (rangeScaled != null && rangeScaled > 0) {
      line(
          card,
          "range",
          Texts.count(rangeScaled)
              + " pictures of more than 8 bits decoded by the range that their samples use");
    }
    if (done.holds(Stage.SPLIT)) {
      split(card, done);
    }
    if (done.holds(Stage.EMBED)) {
      embedded(card, done);
    }
    if (done.holds(Stage.CLUSTER)) {
      clusters(card, done.clusters().facts());
    }
    if (done.holds(Stage.PRUNE)) {
      kept(card, done.ingest().facts().inputRows(), done.decisions().facts());
    }
    DedupLines.add(card, done);
    if (done.holds(Stage.PUBLISH)) {
      published(card, done, release);
    }
    times(card, seconds, run.progress().secondsOfRun());
    run.warnings().forEach(warning -> line(card, "warning", warning));
    line(card, "tables", run.tables().folder());
    if (done.holds(Stage.PUBLISH)) {
      readIt(card, run.tables().path(Curated.SPEC), done.release().version(Curated.SPEC.name()));
    }
    return card.toString();
  }

  private static String quarantined(Done done) {
    IngestFacts ingest = done.ingest().facts();
    Map<String, Long> codes = new TreeMap<>(ingest.codes());
    long total = ingest.quarantined();
    if (done.holds(Stage.EMBED)) {
      EmbedFacts embed = done.embeddings().facts();
      embed.codes().forEach((code, rows) -> codes.merge(code, rows, Long::sum));
      total += embed.quarantined();
    }
    StringBuilder text = new StringBuilder(Texts.count(total));
    String separator = ": ";
    for (Map.Entry<String, Long> code : codes.entrySet()) {
      text.append(separator).append(Texts.count(code.getValue())).append(' ').append(code.getKey());
      separator = ", ";
    }
    return text.toString();
  }

  private static void passedOver(StringBuilder card, IngestFacts facts, boolean followLinks) {
    if (facts.entries() == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (PassedOver reason : PassedOver.values()) {
      long files = facts.passedOver().getOrDefault(reason.word(), 0L);
      if (files > 0) {
        boolean link = reason == PassedOver.LINK;
        String noun = (link ? "link" : "file") + (files == 1 ? "" : "s");
        String why =
            !link
                ? ": " + reason.phrase()
                : followLinks
                    ? ": table inputs says why"
                    : "; set input.follow_links: true to follow links out of the input";
        lines.add(Texts.count(files) + " " + noun + " passed over" + why);
      }
    }
    if (facts.foldersNotEntered() > 0) {
      lines.add(
          Texts.count(facts.foldersNotEntered())
              + (facts.foldersNotEntered() == 1 ? " folder" : " folders")
              + " not entered: table inputs says why");
    }
    String name = "inputs";
    for (String text : lines) {
      line(card, name, text);
      name = "";
    }
  }

  private static void split(StringBuilder card, Done done) {
    StageFacts.Split split = done.split().facts();
    line(
        card,
        "held out",
        Texts.count(split.heldOut())
            + " of "
            + Texts.count(split.heldOut() + split.train())
            + " examples, by "
            + split.by());
    if (done.holds(Stage.LEAKS)) {
      StageFacts.Leaks leaks = done.leaks().facts();
      line(
          card,
          "leaks",
          Texts.count(leaks.leaks())
              + " of the others repeat a held-out one, compared by "
              + String.join(" and ", leaks.leaksBy()));
    }
  }

  private static void embedded(StringBuilder card, Done done) {
    for (EmbedFacts.Encoder encoder : done.embeddings().facts().encoders()) {
      line(
          card,
          "embedded",
          Texts.count(done.embeddings().rows())
              + (encoder.name() == null ? "" : " for " + encoder.name())
              + " by "
              + encoder.encoder()
              + ", "
              + encoder.dim()
              + " dimensions");
      if (!encoder.settings().isEmpty()) {
        line(card, "encoder", String.join("; ", encoder.settings()));
      }
    }
  }

  private static void clusters(StringBuilder card, ClusterFacts facts) {
    ClusterFacts.Sizes sizes = facts.sizes();
    line(
        card,
        "clusters",
        sizes.k()
            + ", of "
            + sizes.smallest()
            + " to "
            + sizes.largest()
            + " rows, median "
            + sizes.median()
            + (facts.by() == null ? "" : ", by encoder " + facts.by()));
    List<Double> inertia = facts.fit().inertia();
    if (inertia != null) {
      long rows = facts.fit().fitRows();
      String fit =
          String.format(
              Locale.ROOT,
              "%d iterations on %s rows, mean distance %.4f",
              inertia.size(),
              Texts.count(rows),
              inertia.get(inertia.size() - 1) / rows);
      Double share = facts.speed().shareOfPeak();
      line(
          card,
          "fit",
          share == null
              ? fit
              : fit + String.format(Locale.ROOT, ", %.0f%% of the cores' peak", 100 * share));
    }
  }

  private static void kept(StringBuilder card, long rows, PruneFacts facts) {
    double share = rows == 0 ? 0 : (double) facts.kept() / rows;
    line(
        card,
        Reason.KEPT.word(),
        Texts.count(facts.kept()) + " (" + Texts.percent(share) + " of the input)");
    facts
        .reasons()
        .forEach(
            (reason, count) -> {
              if (!reason.equals(Reason.KEPT.word()) && !reason.equals(Reason.QUARANTINED.word())) {
                line(card, reason, Texts.count(count));
              }
            });
  }

  private static void published(StringBuilder card, Done done, String release) {
    PublishFacts facts = done.release().facts();
    line(
        card,
        "classes",
        done.ingest().facts().classes() + " before, " + facts.classes() + " after");
    ShiftTable.lines(facts).forEach(shift -> line(card, "class shift", shift));
    line(card, "release", release + ", digest " + facts.digest().substring(0, 16));
  }

  private static void times(StringBuilder card, Map<Stage, Double> seconds, double whole) {
    if (!seconds.isEmpty()) {
      List<String> parts = new ArrayList<>();
      seconds.forEach((stage, time) -> parts.add(stage.label() + " " + Texts.seconds(time)));
      line(card, "time", Texts.seconds(whole) + ": " + String.join(", ", parts));
    }
  }

  private static void readIt(StringBuilder card, String path, long version) {
    String name = "read it";
    for (Map.Entry<String, String> reader : ReadLines.of(path, version).entrySet()) {
      line(card, name, String.format(Locale.ROOT, "%-9s%s", reader.getKey(), reader.getValue()));
      name = "";
    }
  }

  private RunCard() {}
}

package dev.winnow.jobs.curate;

import dev.winnow.jobs.release.ShiftTable;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run did, for a person and for a program. */
public final class RunCard {

  static RunReport report(
      RunContext run,
      Map<Stage, StageResult> done,
      Map<Stage, String> states,
      Map<Stage, Double> seconds,
      String release) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", run.recipe().name());
    json.put("run_id", run.runId());
    json.put("recipe_hash", run.loaded().hash());
    json.put("tables", run.tables().folder());
    Map<String, Object> stages = new LinkedHashMap<>();
    done.forEach(
        (stage, result) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("state", states.get(stage));
          one.put("rows", result.rows());
          one.put("seconds", seconds.getOrDefault(stage, 0.0));
          one.put("versions", result.versions());
          one.put("details", result.details());
          stages.put(stage.label(), one);
        });
    json.put("stages", stages);
    json.put("warnings", run.warnings());
    StageResult publish = done.get(Stage.PUBLISH);
    if (publish != null) {
      json.put("release", release);
      json.put("digest", publish.details().get("digest"));
    }
    json.put("reused", states.values().stream().allMatch("reused"::equals));
    return new RunReport(text(run, done, states, release), json);
  }

  private static String text(
      RunContext run, Map<Stage, StageResult> done, Map<Stage, String> states, String release) {
    StringBuilder card = new StringBuilder("\n");
    line(
        card,
        run.recipe().name(),
        "run "
            + run.runId()
            + (states.values().stream().allMatch("reused"::equals)
                ? ", done before: nothing to do"
                : ""));
    StageResult ingest = done.get(Stage.INGEST);
    StageResult embed = done.get(Stage.EMBED);
    StageResult cluster = done.getOrDefault(Stage.RECLUSTER, done.get(Stage.CLUSTER));
    StageResult prune = done.get(Stage.PRUNE);
    StageResult publish = done.get(Stage.PUBLISH);
    long rows = ingest.count("input_rows");
    line(card, "rows in", Texts.count(rows));
    line(card, "quarantined", quarantined(ingest, embed));
    if (embed != null) {
      for (RunEncoder encoder : RunEncoder.of(embed)) {
        line(
            card,
            "embedded",
            Texts.count(embed.rows())
                + (encoder.name() == null ? "" : " for " + encoder.name())
                + " by "
                + encoder.encoder()
                + ", "
                + encoder.dim()
                + " dimensions");
      }
    }
    if (cluster != null) {
      line(
          card,
          "clusters",
          cluster.count("k")
              + ", of "
              + cluster.count("smallest")
              + " to "
              + cluster.count("largest")
              + " rows, median "
              + cluster.count("median")
              + (cluster.details().get("by") instanceof String by ? ", by encoder " + by : ""));
      if (cluster.details().get("inertia") instanceof List<?> inertia) {
        line(card, "fit", fit(cluster, inertia));
      }
    }
    if (prune != null) {
      long kept = prune.count(Reason.KEPT.word());
      line(
          card,
          Reason.KEPT.word(),
          Texts.count(kept)
              + " ("
              + Texts.percent(rows == 0 ? 0 : (double) kept / rows)
              + " of the input)");
      if (prune.details().get("reasons") instanceof Map<?, ?> reasons) {
        reasons.forEach(
            (reason, count) -> {
              if (!reason.equals(Reason.KEPT.word()) && !reason.equals(Reason.QUARANTINED.word())) {
                line(card, String.valueOf(reason), Texts.count(((Number) count).longValue()));
              }
            });
      }
    }
    if (publish != null) {
      line(
          card,
          "classes",
          ingest.count("classes") + " before, " + publish.count("classes") + " after");
      ShiftTable.lines(publish.details()).forEach(shift -> line(card, "class shift", shift));
      line(
          card,
          "release",
          release + ", digest " + String.valueOf(publish.details().get("digest")).substring(0, 16));
    }
    run.warnings().forEach(warning -> line(card, "warning", warning));
    line(card, "tables", run.tables().folder());
    if (publish != null) {
      String path = run.tables().path(Curated.SPEC);
      long version = publish.version(Curated.SPEC.name());
      line(
          card,
          "read it",
          "Spark   spark.read.format(\"delta\").option(\"versionAsOf\", "
              + version
              + ").load(\""
              + path
              + "\")");
      line(card, "", "DuckDB  SELECT * FROM delta_scan('" + path + "')");
      line(card, "", "Polars  pl.read_delta(\"" + path + "\", version=" + version + ")");
    }
    return card.toString();
  }

  private static String fit(StageResult cluster, List<?> inertia) {
    double last = ((Number) inertia.get(inertia.size() - 1)).doubleValue();
    String text =
        String.format(
            Locale.ROOT,
            "%d iterations on %s rows, mean distance %.4f",
            inertia.size(),
            Texts.count(cluster.count("fit_rows")),
            last / cluster.count("fit_rows"));
    return cluster.details().get("share_of_peak") instanceof Number share
        ? text
            + String.format(Locale.ROOT, ", %.0f%% of the cores' peak", 100 * share.doubleValue())
        : text;
  }

  private static String quarantined(StageResult ingest, StageResult embed) {
    Map<String, Long> codes = new TreeMap<>();
    long total = add(codes, ingest) + (embed == null ? 0 : add(codes, embed));
    StringBuilder text = new StringBuilder(Texts.count(total));
    String separator = ": ";
    for (Map.Entry<String, Long> code : codes.entrySet()) {
      text.append(separator).append(Texts.count(code.getValue())).append(' ').append(code.getKey());
      separator = ", ";
    }
    return text.toString();
  }

  private static long add(Map<String, Long> codes, StageResult result) {
    if (result.details().get("codes") instanceof Map<?, ?> counted) {
      counted.forEach(
          (code, count) ->
              codes.merge(String.valueOf(code), ((Number) count).longValue(), Long::sum));
    }
    return result.count("quarantined");
  }

  public static void line(StringBuilder card, String name, String value) {
    card.append("  ").append(name).append(" ".repeat(Math.max(1, 16 - name.length())));
    card.append(value).append('\n');
  }

  private RunCard() {}
}

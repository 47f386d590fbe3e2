package dev.winnow.jobs.cut;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is cut, in numbers.
 *
 * @param decisions the stored decisions of the run
 * @param ranked n, the rows that have a rank
 * @param kept K of them
 * @param fraction share with K = floor(fraction n + 0.5)
 */
record CutPlan(
    FinishedRun run,
    CutPolicy policy,
    Dataset<Row> decisions,
    long ranked,
    long kept,
    BigDecimal fraction,
    String release) {

  private static final String PROTOTYPE = Metric.PROTOTYPE.label();

  /** Decimals of the share of a given number of rows: it gives the number back for any n. */
  private static final int DECIMALS = 40;

  /**
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run, {@link ExitCode#USAGE}
   *     for more rows than are ranked, or a metric or policy that isn't there
   */
  static CutPlan of(Ledger ledger, TableStore tables, LoadedRecipe loaded, CutRequest request) {
    FinishedRun run = FinishedRun.find(ledger, loaded, request.runId());
    Dataset<Row> decisions =
        tables.read(Decisions.SPEC, run.result(Stage.PRUNE).version(Decisions.SPEC.name()));
    long ranked = ranked(run);
    CutPolicy policy = CutPolicy.of(run, tables, ranked == 0 ? PROTOTYPE : metric(run), request);
    if (ranked == 0) {
      throw new Failure(ExitCode.DATA, "run " + run.runId() + " ranked no row; nothing can be cut");
    }
    Long target = request.targetRows();
    if (target != null && target > ranked) {
      throw new Failure(
          ExitCode.USAGE,
          "--target-rows must be at most the " + ranked + " rows that are ranked, got " + target);
    }
    BigDecimal fraction =
        target == null
            ? request.keepFraction()
            : BigDecimal.valueOf(target)
                .divide(BigDecimal.valueOf(ranked), DECIMALS, RoundingMode.HALF_UP);
    return new CutPlan(
        run,
        policy,
        decisions,
        ranked,
        KeepCount.keptRows(fraction, ranked),
        fraction,
        releaseName(loaded.recipe().name(), policy, request));
  }

  /** Rows that a run ranked: those that are kept or pruned, as its record counts them. */
  private static long ranked(FinishedRun run) {
    long ranked = 0;
    Object reasons = run.result(Stage.PRUNE).details().get("reasons");
    for (Map.Entry<?, ?> reason : ((Map<?, ?>) reasons).entrySet()) {
      String name = String.valueOf(reason.getKey());
      if (name.equals("kept") || name.startsWith("pruned_")) {
        ranked += ((Number) reason.getValue()).longValue();
      }
    }
    return ranked;
  }

  /** The metric that ranked the rows of a run, as its decisions have it. */
  private static String metric(FinishedRun run) {
    JsonNode prune = run.recipe().path("prune");
    if (prune.hasNonNull("metric")) {
      return prune.path("metric").asText();
    }
    return run.recipe().path("embed").size() > 1 && run.recipe().path("embed").isArray()
        ? Metric.RANK_AVERAGE.label()
        : PROTOTYPE;
  }

  private static String releaseName(String name, CutPolicy policy, CutRequest request) {
    if (request.release() != null) {
      return request.release();
    }
    String size =
        request.targetRows() != null
            ? request.targetRows() + "rows"
            : request.keepFraction().movePointRight(2).stripTrailingZeros().toPlainString();
    return name + "-" + policy.metric() + "-" + policy.keepWord() + "-" + size;
  }

  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("metric", policy.metric());
    details.put("keep", policy.keepWord());
    details.put(Cut.STORED_ORDER, policy.storedOrder());
    details.put("keep_fraction", fraction);
    details.put("ranked", ranked);
    details.put("kept", kept);
    return details;
  }

  /** Versions of the tables that are read. */
  Map<String, Long> read() {
    Map<String, Long> read = run.versions();
    List<String> needed = new ArrayList<>(List.of(Decisions.SPEC.name(), Examples.SPEC.name()));
    if (policy.column() != null) {
      needed.add(Scores.SPEC.name());
    }
    read.keySet().retainAll(needed);
    return read;
  }

  /** What the tables of the cut depend on, as one hash. */
  String key() {
    return Hashes.sha256(
        Cut.STEP,
        CodeVersion.get(),
        Ledger.write(read()),
        policy.metric(),
        policy.keepWord(),
        fraction.stripTrailingZeros().toPlainString(),
        release);
  }

  /** Properties of the tables of the cut. */
  Map<String, String> properties(String name) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.name", name);
    properties.put("winnow.run_id", run.runId());
    properties.put("winnow.recipe_hash", run.recipeHash());
    properties.put("winnow.code_version", CodeVersion.get());
    properties.put("winnow.seed", run.recipe().path("seed").asText());
    properties.put("winnow.release", release);
    properties.put("winnow.metric", policy.metric());
    properties.put("winnow.keep", policy.keepWord());
    properties.put("winnow.keep_fraction", fraction.toPlainString());
    return properties;
  }
}

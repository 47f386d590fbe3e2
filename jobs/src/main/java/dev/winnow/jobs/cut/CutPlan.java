package dev.winnow.jobs.cut;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.release.DecidedRows;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Plan of a cut: the run, the order, and the size in rows.
 *
 * @param run run whose ranks are cut
 * @param policy metric and policy of the order
 * @param decisions stored decisions of the run
 * @param ranked n, the number of rows that have a rank
 * @param kept K, the number of rows that the cut keeps
 * @param fraction share with K = floor(fraction n + 0.5)
 * @param release name of the release
 * @param request request that asked for the size
 */
record CutPlan(
    FinishedRun run,
    CutPolicy policy,
    Dataset<Row> decisions,
    long ranked,
    long kept,
    BigDecimal fraction,
    String release,
    CutRequest request) {

  /** Decimals of the share that stands for a number of rows; it yields that number for any n. */
  private static final int DECIMALS = 40;

  /**
   * Makes the plan of a cut, from the ledger and the versions of the tables. A number of tokens or
   * bytes costs a Spark job besides, or a ranking where the cut has another order than the run.
   *
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run, {@link ExitCode#USAGE}
   *     for more rows than are ranked, for fewer tokens or bytes than the first row has, or for a
   *     metric or policy that does not exist
   */
  static CutPlan make(Ledger ledger, TableStore tables, LoadedRecipe loaded, CutRequest request) {
    FinishedRun run = FinishedRun.find(ledger, loaded, request.runId());
    Dataset<Row> decisions =
        DecidedRows.complete(
            tables.read(
                Decisions.SPEC,
                run.requireStage(Stage.PRUNE).decisions().version(Decisions.SPEC.name())));
    long ranked = ranked(run);
    Metric metric = ranked == 0 ? Metric.PROTOTYPE : run.recipe().metric();
    CutPolicy policy =
        CutPolicy.choose(
            metric.label(), run.recipe().keep(), request, () -> scoreColumns(run, tables));
    if (!policy.storedOrder()) {
      CutOrder.of(run.recipe(), policy.keep()).requireGuard();
    }
    if (ranked == 0) {
      throw new Failure(ExitCode.DATA, "run " + run.runId() + " ranked no row; nothing can be cut");
    }
    Long target = request.targetRows();
    if (target != null && target > ranked) {
      throw new Failure(
          ExitCode.USAGE,
          "--target-rows must be at most " + ranked + ", the number of ranked rows, got " + target);
    }
    String release = releaseName(loaded.recipe().name(), policy, request);
    if (request.keepTokens() != null || request.keepBytes() != null) {
      CutPlan whole =
          new CutPlan(run, policy, decisions, ranked, ranked, BigDecimal.ONE, release, request);
      target = CutBudget.rows(whole, tables);
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
        release,
        request);
  }

  /** Returns the order of the cut, with the floor, the guard and the exploration of the run. */
  CutOrder order() {
    return CutOrder.of(run.recipe(), policy.keep());
  }

  /** Returns true where the cut ranks by another metric, or needs distances for a guard. */
  boolean readsScores() {
    return policy.column() != null || !policy.storedOrder() && order().isGuarded();
  }

  /** Returns the number of rows that a run ranked, from the counts in its record. */
  private static long ranked(FinishedRun run) {
    long ranked = 0;
    for (Map.Entry<String, Long> reason :
        run.requireStage(Stage.PRUNE).decisions().facts().reasons().entrySet()) {
      if (Reason.of(reason.getKey()).isRanked()) {
        ranked += reason.getValue();
      }
    }
    return ranked;
  }

  /** Returns the columns of table scores that can rank the rows. */
  private static List<String> scoreColumns(FinishedRun run, TableStore tables) {
    long version = run.requireStage(Stage.SCORE).scores().version(Scores.SPEC.name());
    return Arrays.stream(tables.read(Scores.SPEC, version).schema().fields())
        .filter(field -> field.dataType().equals(DataTypes.DoubleType))
        .map(StructField::name)
        .toList();
  }

  private static String releaseName(String name, CutPolicy policy, CutRequest request) {
    if (request.release() != null) {
      return request.release();
    }
    String size =
        request.targetRows() != null
            ? request.targetRows() + "rows"
            : request.keepTokens() != null
                ? "tokens-" + request.keepTokens()
                : request.keepBytes() != null ? "bytes-" + request.keepBytes() : percent(request);
    return name + "-" + policy.metric() + "-" + policy.keep().word() + "-" + size;
  }

  private static String percent(CutRequest request) {
    return request.keepFraction().movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** Returns the facts that the card and the ledger have of the cut. */
  CutFacts facts() {
    return new CutFacts(
        policy.metric(),
        policy.keep().word(),
        policy.storedOrder(),
        fraction,
        request.keepTokens(),
        request.keepBytes(),
        ranked,
        kept,
        null,
        null);
  }

  /** Returns the versions of the tables that the cut reads. */
  Map<String, Long> inputVersions() {
    Map<String, Long> versions = run.versions();
    List<String> needed = new ArrayList<>(List.of(Decisions.SPEC.name(), Examples.SPEC.name()));
    if (readsScores()) {
      needed.add(Scores.SPEC.name());
    }
    versions.keySet().retainAll(needed);
    return versions;
  }

  /** Returns the hash of everything that the tables of the cut depend on. */
  String key() {
    return Hashes.sha256(
        Cut.STEP,
        CodeVersion.get(),
        Ledger.write(inputVersions()),
        policy.metric(),
        policy.keep().word(),
        fraction.stripTrailingZeros().toPlainString(),
        release);
  }

  /** Returns the properties that the tables of the cut get. */
  Map<String, String> properties(String name) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.name", name);
    properties.put("winnow.run_id", run.runId());
    properties.put("winnow.recipe_hash", run.recipeHash());
    properties.put("winnow.code_version", CodeVersion.get());
    properties.put("winnow.seed", String.valueOf(run.recipe().seed()));
    properties.put("winnow.release", release);
    properties.put("winnow.metric", policy.metric());
    properties.put("winnow.keep", policy.keep().word());
    properties.put("winnow.keep_fraction", fraction.toPlainString());
    return properties;
  }
}

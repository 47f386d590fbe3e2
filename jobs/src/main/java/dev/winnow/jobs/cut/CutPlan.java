package dev.winnow.jobs.cut;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
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
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
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
 * @param outline the run, the order and the name
 * @param decisions stored decisions of the run
 * @param kept K, the number of rows that the cut keeps
 * @param fraction share with K = floor(fraction n + 0.5)
 * @param request request that asked for the size
 */
record CutPlan(
    CutOutline outline,
    Dataset<Row> decisions,
    long kept,
    BigDecimal fraction,
    CutRequest request) {

  /**
   * Makes the plan of a cut, from the ledger and the versions of the tables. A number of tokens or
   * bytes costs a Spark job besides, or a ranking where the cut has another order than the run.
   *
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run, {@link ExitCode#USAGE}
   *     for more rows than are ranked, for fewer tokens or bytes than the first row has, or for a
   *     metric or policy that does not exist
   */
  static CutPlan make(Ledger ledger, TableStore tables, LoadedRecipe loaded, CutRequest request) {
    CutOutline outline =
        CutOutline.of(ledger, loaded, request, version -> scoreColumns(tables, version));
    FinishedRun run = outline.run();
    Dataset<Row> decisions =
        DecidedRows.complete(
            tables.read(
                Decisions.SPEC,
                run.requireStage(Stage.PRUNE).decisions().version(Decisions.SPEC.name())));
    long ranked = outline.ranked();
    BigDecimal fraction = outline.fraction();
    if (fraction == null) {
      CutPlan whole = new CutPlan(outline, decisions, ranked, BigDecimal.ONE, request);
      fraction = CutOutline.share(CutBudget.rows(whole, tables), ranked);
    }
    return new CutPlan(outline, decisions, KeepCount.keptRows(fraction, ranked), fraction, request);
  }

  FinishedRun run() {
    return outline.run();
  }

  CutPolicy policy() {
    return outline.policy();
  }

  /** Returns n, the number of rows that have a rank. */
  long ranked() {
    return outline.ranked();
  }

  /** Returns the name of the release. */
  String release() {
    return outline.release();
  }

  /** Returns the order of the cut, with the floor, the guard and the exploration of the run. */
  CutOrder order() {
    return CutOrder.of(run().recipe(), policy().keep());
  }

  /** Returns true where the cut ranks by another metric, or needs distances for a guard. */
  boolean readsScores() {
    return policy().column() != null || !policy().storedOrder() && order().isGuarded();
  }

  /** Returns the number columns of table scores, which can rank the rows. */
  private static List<String> scoreColumns(TableStore tables, long version) {
    return Arrays.stream(tables.read(Scores.SPEC, version).schema().fields())
        .filter(field -> field.dataType().equals(DataTypes.DoubleType))
        .map(StructField::name)
        .toList();
  }

  /** Returns the facts that the card and the ledger have of the cut. */
  CutFacts facts() {
    return new CutFacts(
        policy().metric(),
        policy().keep().word(),
        policy().storedOrder(),
        fraction,
        request.keepTokens(),
        request.keepBytes(),
        ranked(),
        kept,
        null,
        null);
  }

  /** Returns the versions of the tables that the cut reads. */
  Map<String, Long> inputVersions() {
    Map<String, Long> versions = run().versions();
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
        policy().metric(),
        policy().keep().word(),
        fraction.stripTrailingZeros().toPlainString(),
        release());
  }

  /** Returns the properties that the tables of the cut get. */
  Map<String, String> properties(String name) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.name", name);
    properties.put("winnow.run_id", run().runId());
    properties.put("winnow.recipe_hash", run().recipeHash());
    properties.put("winnow.code_version", CodeVersion.get());
    properties.put("winnow.seed", String.valueOf(run().recipe().seed()));
    properties.put("winnow.release", release());
    properties.put("winnow.metric", policy().metric());
    properties.put("winnow.keep", policy().keep().word());
    properties.put("winnow.keep_fraction", fraction.toPlainString());
    return properties;
  }
}

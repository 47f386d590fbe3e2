package dev.winnow.jobs.cut;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.TakenName;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.StoredLookup;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.jobs.tables.TableLook;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Reason;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Runs;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.select.order.KeepCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;

/**
 * The part of a plan that the ledger alone gives: the run, the order, the name, and the size unless
 * it is a budget of tokens or bytes. Costs no Spark job.
 *
 * @param run run whose ranks are cut
 * @param policy metric and policy of the order
 * @param ranked n, the number of rows that have a rank, at least 1
 * @param fraction share of these rows that is kept; null for a budget of tokens or bytes
 * @param release name of the release
 */
record CutOutline(
    FinishedRun run, CutPolicy policy, long ranked, BigDecimal fraction, String release) {

  /** Decimals of the share that stands for a number of rows; it yields that number for any n. */
  private static final int DECIMALS = 40;

  /**
   * Makes the outline of a cut.
   *
   * @param scoreColumns number columns of a version of table {@code scores}; read only if another
   *     metric than that of the run ranks
   * @throws Failure with {@link ExitCode#INPUT} when there is no such run, {@link ExitCode#USAGE}
   *     for more rows than are ranked, or for a metric or policy that does not exist
   */
  static CutOutline of(
      Ledger ledger,
      LoadedRecipe loaded,
      CutRequest request,
      LongFunction<List<String>> scoreColumns) {
    FinishedRun run = FinishedRun.find(ledger, loaded, request.runId());
    long ranked = ranked(run);
    Metric metric = ranked == 0 ? Metric.PROTOTYPE : run.recipe().metric();
    CutPolicy policy =
        CutPolicy.choose(
            metric.label(),
            run.recipe().keep(),
            request,
            () ->
                scoreColumns.apply(
                    run.requireStage(Stage.SCORE).scores().version(Scores.SPEC.name())));
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
    return new CutOutline(
        run,
        policy,
        ranked,
        target == null ? request.keepFraction() : share(target, ranked),
        releaseName(loaded.recipe().name(), policy, request));
  }

  /** Refuses a cut without a Spark session; see {@link Cut#check}. */
  static void check(Configuration hadoop, LoadedRecipe loaded, CutRequest request) {
    StoredTables stored = Warehouse.stored(hadoop, loaded.recipe());
    if (!stored.exists(Runs.SPEC)) {
      throw noRun(loaded.recipe().name(), stored.folder());
    }
    boolean readable =
        stored.latest(Runs.SPEC).isPresent()
            && (!stored.exists(Releases.SPEC) || stored.latest(Releases.SPEC).isPresent());
    if (!readable) {
      return;
    }
    StoredLookup lookup =
        new StoredLookup(
            stored,
            () -> {
              throw new IllegalStateException("a log in " + stored.folder() + " has lost commits");
            });
    of(new Ledger(lookup), loaded, request, version -> scoreColumns(stored, version))
        .refuseTaken(new ReleaseCatalog(lookup), null);
  }

  /** Returns the refusal of a recipe without tables. */
  static Failure noRun(String recipe, String folder) {
    return new Failure(
        ExitCode.INPUT,
        "recipe " + recipe + " has no run in " + folder + " yet; run `winnow run` first");
  }

  /**
   * Refuses a cut whose name is taken by a release with other numbers of rows.
   *
   * @param budget number of rows that a budget keeps; null if it is not known yet
   */
  void refuseTaken(ReleaseCatalog catalog, Long budget) {
    TakenName.refuse(
        catalog,
        release,
        fraction == null ? budget : Long.valueOf(KeepCount.keptRows(fraction, ranked)),
        run.requireStage(Stage.INGEST).ingest().facts().inputRows());
  }

  /** Returns the share that keeps a number of n rows. */
  static BigDecimal share(long rows, long n) {
    return BigDecimal.valueOf(rows).divide(BigDecimal.valueOf(n), DECIMALS, RoundingMode.HALF_UP);
  }

  private static List<String> scoreColumns(StoredTables stored, long version) {
    return stored
        .look(Scores.SPEC.name(), version)
        .map(TableLook::columns)
        .orElse(List.of())
        .stream()
        .filter(field -> field.type().equals(DataTypes.DoubleType.catalogString()))
        .map(TableLook.Field::name)
        .toList();
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
}

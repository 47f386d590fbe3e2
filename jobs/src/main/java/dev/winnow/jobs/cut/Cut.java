package dev.winnow.jobs.cut;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.Control;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Prune;
import dev.winnow.jobs.release.CuratedTable;
import dev.winnow.jobs.release.DecidedRows;
import dev.winnow.jobs.release.LeastRows;
import dev.winnow.jobs.release.Publication;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.ReleaseDigest;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.CutFacts;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.PublishFacts;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Controls;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Runs;
import dev.winnow.transforms.select.RandomControl;
import dev.winnow.transforms.select.order.KeepCount;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a release of another size from the ranks that a run has stored. It reads neither the input
 * nor {@code embeddings} nor {@code prototypes}, and {@code scores} only where another metric than
 * that of the run ranks, or another policy with an outlier guard. The floor, the guard, the
 * exploration and the control of the recipe hold for every cut.
 *
 * <p>A repeated cut changes nothing. The order of the run is not sorted again: without a floor one
 * filter of {@code decisions} decides, with a floor a selection and a grouping by class (see {@link
 * CutDecisions}). Another order sorts the ranked rows. Every release costs in addition the join
 * with {@code examples}, the laws, the digest and the shifts.
 */
public final class Cut {

  /** The name of this step in {@code runs}, beside the stages. */
  public static final String STEP = CutFacts.STEP;

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final CutRequest request;
  private final TableStore tables;

  private Cut(SparkSession spark, LoadedRecipe loaded, CutRequest request, TableStore tables) {
    this.spark = spark;
    this.loaded = loaded;
    this.request = request;
    this.tables = tables;
  }

  /**
   * Refuses a cut that is known to fail from the files of the tables, without a Spark session: its
   * name is taken by a release with another number of rows, or its run or an option does not exist.
   * Does nothing where only Spark can read the tables, since {@link #execute} checks all this
   * again.
   *
   * @throws Failure with {@link ExitCode#CONFLICT} for a taken name, {@link ExitCode#INPUT} when no
   *     run is finished, {@link ExitCode#USAGE} for an option
   */
  public static void check(Configuration hadoop, LoadedRecipe loaded, CutRequest request) {
    CutOutline.check(hadoop, loaded, request);
  }

  /**
   * Makes the release, unless it exists, and returns when it is published.
   *
   * @param out receives the progress that the request shows
   * @throws Failure with {@link ExitCode#INPUT} when no run is finished, {@link ExitCode#CONFLICT}
   *     when a release of this name has other content
   */
  public static RunReport execute(
      SparkSession spark, LoadedRecipe loaded, CutRequest request, PrintStream out) {
    TableStore tables = Warehouse.tables(spark, loaded.recipe());
    Cut cut = new Cut(spark, loaded, request, tables);
    if (!tables.exists(Runs.SPEC)) {
      throw CutOutline.noRun(loaded.recipe().name(), tables.folder());
    }
    try (Progress progress = new Progress(spark, out, request.shown(), loaded.recipe().name())) {
      progress.stage(STEP, "reading the stored ranks");
      if (request.dryRun()) {
        return cut.plan();
      }
      try (RunLock lock =
          RunLock.acquire(
              spark.sparkContext().hadoopConfiguration(),
              tables.folder(),
              STEP + " of " + loaded.recipe().name())) {
        Staging.clear(spark.sparkContext().hadoopConfiguration(), tables.folder());
        return cut.run(progress, lock);
      }
    }
  }

  private RunReport plan() {
    CutPlan plan = CutPlan.make(new Ledger(tables.lookup()), tables, loaded, request);
    plan.outline().refuseTaken(new ReleaseCatalog(tables.lookup()), plan.kept());
    return new CutCard(loaded.recipe().name(), plan.run(), tables, plan.release())
        .report("planned", plan.facts(), Map.of());
  }

  private RunReport run(Progress progress, RunLock lock) {
    Ledger ledger = new Ledger(tables.lookup());
    CutPlan plan = CutPlan.make(ledger, tables, loaded, request);
    FinishedRun run = plan.run();
    CutCard card = new CutCard(loaded.recipe().name(), run, tables, plan.release());
    String key = plan.key();
    Optional<Ledger.Entry> done = ledger.findOfRun(run.runId(), STEP, key);
    ReleaseCatalog catalog = new ReleaseCatalog(tables.lookup());
    plan.outline().refuseTaken(catalog, plan.kept());
    // A release that was dropped is made again.
    if (done.isPresent()
        && isPublished(catalog, plan.release(), done.get())
        && tables.intact(done.get().result().versions(), List.of("/" + STEP + "/" + key + "/"))) {
      StageResult<CutFacts> result = done.get().result().withFacts(CutFacts.class);
      return card.report("reused", result.facts(), result.versions());
    }
    Publication publication =
        new Publication(
            spark,
            tables,
            progress,
            lock,
            catalog,
            run.runId(),
            run.recipe(),
            run.recipeHash(),
            plan.release(),
            run.runId() + "/" + STEP + "/" + key + "/",
            plan.properties(loaded.recipe().name()));
    LeastRows.check(
        plan.kept(),
        loaded.recipe().publish().minRows(),
        plan.release(),
        () -> List.of(plan.kept() + " of " + plan.ranked() + " ranked rows would be kept"));
    return DataSizes.during(
        spark,
        run.requireStage(Stage.INGEST).ingest().facts().bytes(),
        () -> make(plan, key, catalog, publication, card, ledger, progress));
  }

  /** Returns true when the release is listed with the content that an earlier cut made. */
  private static boolean isPublished(ReleaseCatalog catalog, String release, Ledger.Entry done) {
    PublishFacts made = done.result().withFacts(CutFacts.class).facts().release();
    return catalog
        .find(release)
        .filter(listed -> made == null || listed.digest().equals(made.digest()))
        .isPresent();
  }

  private RunReport make(
      CutPlan plan,
      String key,
      ReleaseCatalog catalog,
      Publication publication,
      CutCard card,
      Ledger ledger,
      Progress progress) {
    FinishedRun run = plan.run();
    CutFacts facts = plan.facts();
    StageResult<PublishFacts> release;
    try (CutDecisions cut = CutDecisions.decide(plan, tables);
        Staging staging = new Staging(spark, tables.folder(), STEP + "-" + run.runId())) {
      if (catalog.has(plan.release())) {
        // Compared before anything is written: a taken name must not move the latest decisions.
        progress.step("comparing with the release of this name", 0);
        if (publication.isPublished(ReleaseDigest.compute(cut.decided()))) {
          ReleaseCatalog.Release earlier = catalog.get(plan.release());
          PublishFacts made = new PublishFacts(plan.release(), earlier.digest(), null, null, null);
          return card.report("reused", facts.withRelease(made), earlier.versions());
        }
      }
      progress.step("deciding on " + Texts.count(plan.ranked()) + " ranked rows", plan.ranked());
      DecidedRows decided = DecidedRows.count(staging.store(Decisions.SPEC.name(), cut.decided()));
      facts = facts.withReasons(decided.totals().reasons());
      Map<String, Long> versions = run.versions();
      versions.remove(Decisions.SPEC.name());
      versions.remove(Controls.SPEC.name());
      release =
          publication.publishStaged(
              versions,
              decided,
              cut.joined(),
              base(plan),
              run.requireStage(Stage.INGEST).ingest().facts(),
              KeepCount.share(plan.fraction()),
              () -> control(plan, decided.decisions(), key));
    }
    facts = facts.withRelease(release.facts());
    Map<String, Long> written = release.versions();
    StageResult<CutFacts> result = new StageResult<>(written, plan.kept(), facts);
    ledger.add(
        tables,
        new Ledger.Entry(
            run.runId(),
            STEP,
            key,
            "done",
            run.recipeHash(),
            Ledger.write(plan.inputVersions()),
            result),
        ledger.recipe(run.runId()),
        CodeVersion.get(),
        new Ledger.Seconds(null, progress.secondsOfStage()));
    progress.note(
        "done, "
            + Texts.count(plan.kept())
            + " rows kept in "
            + Texts.seconds(progress.secondsOfStage()));
    return card.report("done", facts, written);
  }

  /** Returns the curated rows of the run, if the cut has the same order; else null. */
  private static CuratedTable.Base base(CutPlan plan) {
    return plan.policy().storedOrder()
        ? plan.run()
            .published()
            .map(
                published ->
                    new CuratedTable.Base(published.version(Curated.SPEC.name()), published.rows()))
            .orElse(null)
        : null;
  }

  /** Draws a control of the size of the cut if the recipe asks for one; returns its version. */
  private Map<String, Long> control(CutPlan plan, Dataset<Row> decisions, String key) {
    Prune prune = plan.run().recipe().prune();
    if (prune == null || prune.control() != Control.RANDOM) {
      return Map.of();
    }
    Dataset<Row> ranked = decisions.where(col(Decisions.KEEP_RANK).isNotNull());
    return Map.of(
        Controls.SPEC.name(),
        tables.overwrite(
            Controls.SPEC,
            RandomControl.draw(ranked, plan.kept(), plan.run().recipe().seed()),
            plan.run().runId() + "/" + STEP + "/" + key + "/" + Controls.SPEC.name(),
            plan.properties(loaded.recipe().name())));
  }
}

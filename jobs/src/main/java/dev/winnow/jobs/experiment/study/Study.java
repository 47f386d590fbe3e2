package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.experiment.study.Trainings.Trainer;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.Experiment;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Experiments;
import dev.winnow.schemas.Runs;
import dev.winnow.transforms.experiment.learn.Labelled;
import dev.winnow.transforms.experiment.learn.Learner;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains proxies on nested subsets of a finished run and compares each policy with random rows of
 * the same number. It reads tables only, and the input again where a learner needs pixels that the
 * tables do not hold.
 *
 * <p>A proxy that table {@code experiments} has is not trained again. So a study that was stopped
 * continues, and one with more fractions, pools or seeds trains only what is new.
 */
public final class Study {

  /** The name of this step, beside the stages. */
  public static final String STEP = "experiment";

  /** Time after which trained proxies are committed, so that a stop loses less than a minute. */
  private static final long GROUP_MILLIS = 30_000;

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final Experiment settings;
  private final ExperimentRequest request;
  private final Trainer trainer;
  private final long groupMillis;
  private final TableStore tables;
  private final Progress progress;
  private final RunLock lock;

  private Study(
      SparkSession spark,
      LoadedRecipe loaded,
      Experiment settings,
      ExperimentRequest request,
      Trainer trainer,
      long groupMillis,
      TableStore tables,
      Progress progress,
      RunLock lock) {
    this.spark = spark;
    this.loaded = loaded;
    this.settings = settings;
    this.request = request;
    this.trainer = trainer;
    this.groupMillis = groupMillis;
    this.tables = tables;
    this.progress = progress;
    this.lock = lock;
  }

  /**
   * A study whose proxies are all trained, while its staging folder is there.
   *
   * @param name of the recipe
   * @param trained all proxies of the grid
   * @param made number of proxies that were trained now
   */
  record Result(
      String name,
      Plan plan,
      TableStore tables,
      LabelledRows labelled,
      RunEncoder encoder,
      Grid grid,
      List<Trained> trained,
      int made,
      PoolRanking ranking,
      Staging staging) {}

  /**
   * Trains what is not trained yet, and reports the comparison.
   *
   * @param out receives the progress that the request shows
   * @throws Failure with {@link ExitCode#INPUT} when no run is finished, {@link ExitCode#DATA}
   *     without labels, {@link ExitCode#ENVIRONMENT} when the rows do not fit into memory
   */
  public static RunReport execute(
      SparkSession spark, LoadedRecipe loaded, ExperimentRequest request, PrintStream out) {
    return execute(spark, loaded, request, out, Learner::measure, GROUP_MILLIS);
  }

  /** Works like the public method, with another training and another time between commits. */
  static RunReport execute(
      SparkSession spark,
      LoadedRecipe loaded,
      ExperimentRequest request,
      PrintStream out,
      Trainer trainer,
      long groupMillis) {
    return execute(
        spark,
        loaded,
        loaded.recipe().experiment(),
        request,
        out,
        trainer,
        groupMillis,
        Study::compared);
  }

  /**
   * Trains the proxies of other settings than those of the recipe.
   *
   * @param report makes the report of a study that is no dry run
   */
  static RunReport execute(
      SparkSession spark,
      LoadedRecipe loaded,
      Experiment settings,
      ExperimentRequest request,
      PrintStream out,
      Trainer trainer,
      BiFunction<Study, Result, RunReport> report) {
    return execute(spark, loaded, settings, request, out, trainer, GROUP_MILLIS, report);
  }

  private static RunReport execute(
      SparkSession spark,
      LoadedRecipe loaded,
      Experiment settings,
      ExperimentRequest request,
      PrintStream out,
      Trainer trainer,
      long groupMillis,
      BiFunction<Study, Result, RunReport> report) {
    TableStore tables = Warehouse.tables(spark, loaded.recipe());
    if (!tables.exists(Runs.SPEC)) {
      throw new Failure(
          ExitCode.INPUT,
          "recipe "
              + loaded.recipe().name()
              + " has no run in "
              + tables.folder()
              + " yet; run `winnow run` first");
    }
    try (Progress progress = new Progress(spark, out, request.shown(), loaded.recipe().name());
        RunLock lock =
            RunLock.acquire(
                spark.sparkContext().hadoopConfiguration(),
                tables.folder(),
                STEP + " of " + loaded.recipe().name())) {
      progress.stage(STEP, "reading the labelled rows");
      Staging.clear(spark.sparkContext().hadoopConfiguration(), tables.folder());
      return new Study(
              spark, loaded, settings, request, trainer, groupMillis, tables, progress, lock)
          .run(report);
    }
  }

  private RunReport run(BiFunction<Study, Result, RunReport> report) {
    Ledger ledger = new Ledger(tables.lookup());
    FinishedRun run = FinishedRun.find(ledger, loaded, request.runId());
    Plan plan = Plan.make(ledger, run, settings);
    return DataSizes.during(
        spark,
        run.requireStage(Stage.INGEST).ingest().facts().bytes(),
        () -> {
          try (Staging staging = new Staging(spark, tables.folder(), STEP)) {
            return run(plan, staging, report);
          }
        });
  }

  private RunReport run(Plan plan, Staging staging, BiFunction<Study, Result, RunReport> report) {
    FinishedRun run = plan.run();
    LabelledRows labelled = LabelledRows.read(run, tables, staging);
    Grid grid = plan.grid(labelled.training());
    RunEncoder encoder = RunEncoder.of(run.done().embeddings()).get(0);
    StudyMemory.check(
        grid.largestPool(), labelled.test(), encoder.dim(), Runtime.getRuntime().maxMemory());
    ExperimentTable table =
        new ExperimentTable(tables, run.runId(), plan.study(), run.recipe().metric().label());
    List<Proxy> proxies = grid.proxies();
    List<Proxy> missing =
        proxies.stream().filter(proxy -> !table.trained().containsKey(proxy)).toList();
    StudyCard card = new StudyCard(loaded.recipe().name(), plan, tables, labelled, encoder, grid);
    if (request.dryRun()) {
      return card.planned(proxies, missing);
    }
    PoolRanking ranking = new PoolRanking(spark, tables, run, progress, staging);
    if (!missing.isEmpty()) {
      train(plan, labelled, grid, encoder, missing, table, ranking, staging);
    }
    progress.note(
        Texts.count(missing.size())
            + " proxies trained, "
            + Texts.count(proxies.size() - missing.size())
            + " found, in "
            + Texts.seconds(progress.secondsOfStage()));
    return report.apply(
        this,
        new Result(
            loaded.recipe().name(),
            plan,
            tables,
            labelled,
            encoder,
            grid,
            proxies.stream().map(table.trained()::get).toList(),
            missing.size(),
            ranking,
            staging));
  }

  /** Fits laws, draws figures, and reports how the policies compare. */
  private RunReport compared(Result result) {
    String study = result.plan().study();
    progress.step("fitting laws", 0);
    List<StudyFits.Fitted> fits =
        StudyFits.fit(StudyFits.curves(result.trained()), result.plan().run().recipe().seed());
    lock.check();
    FitTable.replace(spark, tables, study, FitRows.rows(study, fits));
    List<String> figures =
        new StudyFigures(Comparison.of(result.trained(), (int) result.labelled().test()), fits)
            .write(
                request.output(),
                spark.sparkContext().hadoopConfiguration(),
                tables.path(Experiments.SPEC) + "/_figures/" + study);
    return new StudyCard(
            result.name(),
            result.plan(),
            tables,
            result.labelled(),
            result.encoder(),
            result.grid())
        .finished(result.made(), result.trained(), fits, figures);
  }

  private void train(
      Plan plan,
      LabelledRows labelled,
      Grid grid,
      RunEncoder encoder,
      List<Proxy> missing,
      ExperimentTable table,
      PoolRanking ranking,
      Staging staging) {
    int largest = grid.largestPool();
    Dataset<Row> pool = staging.store("pool", labelled.pool(largest));
    Dataset<Row> placed = staging.store("placed", pool.unionByName(labelled.testRows(largest)));
    Dataset<Row> embeddings = encoder.embeddings(tables, plan.run().done().embeddings());
    progress.step("collecting " + Texts.count(largest + labelled.test()) + " embeddings", 0);
    Matrix matrix = Matrix.collect(placed, embeddings, encoder.dim());
    Labelled pictures =
        plan.needsPictures()
            ? Pictures.collect(spark, loaded, plan.run(), tables, progress, placed, matrix)
            : null;
    Map<Proxy.Order, int[]> orders = new LinkedHashMap<>();
    for (Proxy proxy : missing) {
      if (!proxy.policy().equals(Proxy.ALL) && !orders.containsKey(proxy.order())) {
        orders.put(proxy.order(), ranking.order(proxy, pool, largest, plan));
      }
    }
    StudyRows rows = new StudyRows(matrix.labelled(), pictures, largest, orders);
    progress.step("training " + Texts.count(missing.size()) + " proxies", 0);
    new Trainings(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            trainer,
            plan.settings().epochs(),
            groupMillis)
        .run(
            rows,
            missing,
            group -> {
              lock.check();
              table.add(group, rows, matrix.tokens());
            });
  }
}

package dev.winnow.jobs.experiment.study;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.FinishedRun;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Progress;
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
import java.util.Objects;
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
  private final ExperimentRequest request;
  private final Trainer trainer;
  private final long groupMillis;
  private final TableStore tables;
  private final Progress progress;

  private Study(
      SparkSession spark,
      LoadedRecipe loaded,
      ExperimentRequest request,
      Trainer trainer,
      long groupMillis,
      TableStore tables,
      Progress progress) {
    this.spark = spark;
    this.loaded = loaded;
    this.request = request;
    this.trainer = trainer;
    this.groupMillis = groupMillis;
    this.tables = tables;
    this.progress = progress;
  }

  /**
   * Trains what is not trained yet, and reports the comparison.
   *
   * @param out receives progress, unless the request is quiet
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
    try (Progress progress = new Progress(spark, out, request.quiet());
        RunLock lock =
            RunLock.acquire(
                spark.sparkContext().hadoopConfiguration(),
                tables.folder(),
                STEP + " of " + loaded.recipe().name())) {
      Objects.requireNonNull(lock, "lock");
      progress.stage(STEP, "reading the labelled rows");
      Staging.clear(spark.sparkContext().hadoopConfiguration(), tables.folder());
      return new Study(spark, loaded, request, trainer, groupMillis, tables, progress).run();
    }
  }

  private RunReport run() {
    Ledger ledger = new Ledger(tables.lookup());
    FinishedRun run = FinishedRun.find(ledger, loaded, request.runId());
    Plan plan = Plan.make(ledger, run, loaded.recipe().experiment());
    return DataSizes.during(
        spark,
        run.requireStage(Stage.INGEST).ingest().facts().bytes(),
        () -> {
          try (Staging staging = new Staging(spark, tables.folder(), STEP)) {
            return run(plan, staging);
          }
        });
  }

  private RunReport run(Plan plan, Staging staging) {
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
    if (!missing.isEmpty()) {
      train(plan, labelled, grid, encoder, missing, table, staging);
    }
    Map<Proxy, Trained> asked = new LinkedHashMap<>();
    proxies.forEach(proxy -> asked.put(proxy, table.trained().get(proxy)));
    progress.step("fitting laws", 0);
    List<StudyFits.Fitted> fits =
        StudyFits.fit(StudyFits.curves(asked.values()), run.recipe().seed());
    FitTable.replace(spark, tables, plan.study(), StudyFits.rows(plan.study(), fits));
    List<String> figures =
        new StudyFigures(Comparison.of(asked.values()), fits)
            .write(
                request.output(),
                spark.sparkContext().hadoopConfiguration(),
                tables.path(Experiments.SPEC) + "/_figures/" + plan.study());
    progress.note(
        Texts.count(missing.size())
            + " proxies trained, "
            + Texts.count(proxies.size() - missing.size())
            + " found, in "
            + Texts.seconds(progress.secondsOfStage()));
    return card.finished(missing.size(), List.copyOf(asked.values()), fits, figures);
  }

  private void train(
      Plan plan,
      LabelledRows labelled,
      Grid grid,
      RunEncoder encoder,
      List<Proxy> missing,
      ExperimentTable table,
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
    PoolRanking ranking = new PoolRanking(spark, tables, plan.run(), progress, staging);
    for (Proxy proxy : missing) {
      if (!proxy.policy().equals(Proxy.ALL) && !orders.containsKey(proxy.order())) {
        orders.put(proxy.order(), ranking.order(proxy, pool, plan));
      }
    }
    StudyRows rows = new StudyRows(matrix.labelled(), pictures, largest, orders);
    progress.step("training " + Texts.count(missing.size()) + " proxies", 0);
    new Trainings(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            trainer,
            plan.settings().epochs(),
            groupMillis)
        .run(rows, missing, group -> table.add(group, rows, matrix.tokens()));
  }
}

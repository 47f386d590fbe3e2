package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.metrics.LogLabels;
import dev.winnow.jobs.metrics.RunMetrics;
import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.run.RunRequest;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.stage.cluster.ClusterStage;
import dev.winnow.jobs.stage.dedup.DedupStage;
import dev.winnow.jobs.stage.dedup.LeakStage;
import dev.winnow.jobs.stage.dedup.SemanticStage;
import dev.winnow.jobs.stage.embed.EmbedStage;
import dev.winnow.jobs.stage.embed.ModelHash;
import dev.winnow.jobs.stage.ingest.IngestStage;
import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.jobs.stage.prune.PruneStage;
import dev.winnow.jobs.stage.publish.PublishStage;
import dev.winnow.jobs.stage.score.ScoreStage;
import dev.winnow.jobs.stage.split.SplitStage;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.Runs;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.files.InputFiles;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the stages of a recipe. The key of a stage is a hash of all that it depends on: its part of
 * the recipe, the version of Winnow, and the versions of the tables it reads (for ingest, the
 * fingerprint of the input). {@link StageReuse} finds the stages that do not run again.
 */
public final class Curation {

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final RunRequest request;
  private final PrintStream out;

  private Curation(SparkSession spark, LoadedRecipe loaded, RunRequest request, PrintStream out) {
    this.spark = spark;
    this.loaded = loaded;
    this.request = request;
    this.out = out;
  }

  /**
   * Runs the stages of the request, and returns when the last one is done or published.
   *
   * @param progress receives a line at least every ten seconds, unless the request is quiet
   * @throws Failure with the exit code of the contract
   */
  public static RunReport execute(
      SparkSession spark, LoadedRecipe loaded, RunRequest request, PrintStream progress) {
    return new Curation(spark, loaded, request, progress).run();
  }

  private RunReport run() {
    Recipe recipe = loaded.recipe();
    String warehouse =
        Warehouse.qualified(spark.sparkContext().hadoopConfiguration(), recipe.warehouse());
    String folder = warehouse + "/" + recipe.name();
    LocaleCheck.check(folder, System.getProperty("sun.jnu.encoding"));
    InputSpec input = Inputs.spec(spark, recipe, warehouse);
    InputFiles files = Inputs.files(spark, input, recipe);
    String fingerprint = Inputs.fingerprint(recipe, files);
    String runId = request.runId() != null ? request.runId() : runId(spark, loaded, fingerprint);
    TableStore tables = new TableStore(spark, folder);
    try (LogLabels labels = new LogLabels(spark, runId, recipe.name());
        RunLock lock = RunLock.acquire(spark.sparkContext().hadoopConfiguration(), folder, runId);
        Progress progress =
            RunProgress.open(
                spark,
                loaded,
                request,
                StageOrder.wanted(loaded.recipe(), request),
                runId,
                folder,
                files.bytes(),
                out)) {
      RunContext run =
          new RunContext(spark, loaded, runId, input, files, tables, progress, request.gpus());
      Staging.clear(run.hadoop(), folder);
      dropLostFiles(run);
      Ledger ledger = new Ledger(tables.lookup());
      refuseOtherRecipe(ledger, run, fingerprint);
      progress.expect(RunProgress.earlier(ledger));
      RunReport report =
          DataSizes.during(
              spark, files.bytes(), () -> stages(run, ledger, lock, fingerprint, labels));
      progress.finish();
      return report;
    }
  }

  /** Repairs the tables that list runs and releases, without which no stage is found again. */
  private static void dropLostFiles(RunContext run) {
    for (TableSpec spec : List.of(Runs.SPEC, Releases.SPEC)) {
      int lost = run.tables().dropLostFiles(spec);
      if (lost > 0) {
        run.warn(
            "table "
                + spec.name()
                + " has lost "
                + lost
                + " data files; their rows are left out, and stages without a row are repeated");
      }
    }
  }

  /**
   * Returns the id of a run whose request gives none. Another recipe, input or model gives another
   * id.
   */
  static String runId(SparkSession spark, LoadedRecipe loaded, String fingerprint) {
    String model = ModelHash.of(spark.sparkContext().hadoopConfiguration(), loaded.recipe());
    String id =
        model.isEmpty()
            ? Hashes.sha256(loaded.hash(), fingerprint)
            : Hashes.sha256(loaded.hash(), fingerprint, model);
    return id.substring(0, 12);
  }

  private RunReport stages(
      RunContext run, Ledger ledger, RunLock lock, String fingerprint, LogLabels labels) {
    Done done = new Done();
    Map<Stage, String> states = new EnumMap<>(Stage.class);
    Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    List<Stage> stages = StageOrder.wanted(run.recipe(), request);
    Stage last = stages.get(stages.size() - 1);
    String release = PublishStage.release(run.recipe(), run.runId());
    StageKeys keys =
        new StageKeys(
            run.recipe(),
            run.runId(),
            release,
            run.files().fingerprint(),
            () -> ModelHash.of(run.hadoop(), run.recipe()));
    List<Gate> gates = Gate.all(run, release, stages);
    // A gate that knows enough stops the run before hours of work.
    gates.forEach(gate -> gate.check(done));
    Map<Stage, StageRunner> runners = runners(run, lock);
    RunMetrics metrics = RunMetrics.ofSession();
    StageReuse reuse =
        new StageReuse(ledger, run.tables(), keys, run.runId(), release, fingerprint);
    for (Stage stage : stages) {
      labels.stage(stage);
      StageReuse.Found found = reuse.find(stage, done);
      String key = found.key();
      StageResult<?> result;
      if (found.result().isPresent()) {
        result = found.result().get();
        states.put(stage, "reused");
        run.progress().reused(StageOrder.name(stage, run.recipe()));
        if (!found.ofRun()) {
          record(run, ledger, stage, found, "reused", result, new Ledger.Seconds(null, 0));
        }
      } else {
        if (!request.stages().contains(stage)) {
          if (request.stages().contains(Stage.DEDUP) && done.holds(Stage.DEDUP)) {
            run.warn(
                "semantic duplicates are found within clusters: run `winnow cluster` and then"
                    + " `winnow score`");
            break;
          }
          throw StageOrder.notDone(stage, last);
        }
        run.progress().begin(StageOrder.name(stage, run.recipe()));
        result = runners.get(stage).execute(key, done);
        Double predicted = run.progress().predicted();
        seconds.put(stage, run.progress().endStage(Texts.count(result.rows()) + " rows"));
        record(
            run,
            ledger,
            stage,
            found,
            "done",
            result,
            new Ledger.Seconds(predicted, seconds.get(stage)));
        states.put(stage, "done");
      }
      metrics.stage(run.recipe().name(), stage, result.rows(), seconds.getOrDefault(stage, 0.0));
      done.add(stage, result);
      if (stage == Stage.INGEST) {
        run.progress().expect(RunProgress.assumed(run.recipe(), result.rows()));
      }
      for (Gate gate : gates) {
        gate.check(done);
      }
    }
    WipeOuts.of(done, run.recipe().dedup()).forEach(run::warn);
    return RunCard.report(run, done, states, seconds, release);
  }

  private static Map<Stage, StageRunner> runners(RunContext run, RunLock lock) {
    Map<Stage, StageRunner> runners = new EnumMap<>(Stage.class);
    runners.put(Stage.INGEST, new IngestStage(run));
    runners.put(Stage.SPLIT, new SplitStage(run));
    runners.put(Stage.LEAKS, new LeakStage(run));
    runners.put(Stage.EMBED, new EmbedStage(run));
    runners.put(Stage.DEDUP, new DedupStage(run));
    runners.put(Stage.CLUSTER, new ClusterStage(run, Stage.CLUSTER));
    runners.put(Stage.SCORE, new ScoreStage(run, Stage.SCORE));
    runners.put(Stage.SEMANTIC, new SemanticStage(run));
    runners.put(Stage.RECLUSTER, new ClusterStage(run, Stage.RECLUSTER));
    runners.put(Stage.RESCORE, new ScoreStage(run, Stage.RESCORE));
    runners.put(Stage.PRUNE, new PruneStage(run));
    runners.put(Stage.PUBLISH, new PublishStage(run, lock));
    return runners;
  }

  private void record(
      RunContext run,
      Ledger ledger,
      Stage stage,
      StageReuse.Found found,
      String state,
      StageResult<?> result,
      Ledger.Seconds seconds) {
    ledger.add(
        run.tables(),
        new Ledger.Entry(
            run.runId(),
            stage.label(),
            found.key(),
            state,
            loaded.hash(),
            Ledger.write(found.inputs()),
            result),
        loaded.effective(),
        CodeVersion.get(),
        seconds);
  }

  private static void refuseOtherRecipe(Ledger ledger, RunContext run, String fingerprint) {
    Optional<Ledger.Entry> earlier = ledger.findFirst(run.runId(), Stage.INGEST);
    if (earlier.isEmpty()) {
      return;
    }
    if (!earlier.get().recipeHash().equals(run.loaded().hash())) {
      throw new Failure(
          ExitCode.CONFLICT,
          "run id "
              + run.runId()
              + " belongs to another recipe (hash "
              + earlier.get().recipeHash().substring(0, 12)
              + ", now "
              + run.loaded().hash().substring(0, 12)
              + "); give another --run-id");
    }
    if (!earlier.get().inputVersions().equals(Ledger.write(fingerprint))) {
      throw new Failure(
          ExitCode.CONFLICT,
          "run id "
              + run.runId()
              + " belongs to other input; give another --run-id for the new data");
    }
  }
}

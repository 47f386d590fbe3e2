package dev.winnow.jobs.run;

import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.task.GpuTasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Session, recipe, input and tables that all stages of a run share, and the names under which the
 * stages write.
 */
public final class RunContext {

  private final SparkSession spark;
  private final LoadedRecipe loaded;
  private final String runId;
  private final InputSpec input;
  private final InputFiles files;
  private final TableStore tables;
  private final Progress progress;
  private final GpuTasks gpus;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param gpus GPU share of each task that embeds with a model; null for none
   */
  public RunContext(
      SparkSession spark,
      LoadedRecipe loaded,
      String runId,
      InputSpec input,
      InputFiles files,
      TableStore tables,
      Progress progress,
      GpuTasks gpus) {
    this.spark = spark;
    this.loaded = loaded;
    this.runId = runId;
    this.input = input;
    this.files = files;
    this.tables = tables;
    this.progress = progress;
    this.gpus = gpus;
  }

  public SparkSession spark() {
    return spark;
  }

  public LoadedRecipe loaded() {
    return loaded;
  }

  public Recipe recipe() {
    return loaded.recipe();
  }

  public String runId() {
    return runId;
  }

  public InputSpec input() {
    return input;
  }

  public InputFiles files() {
    return files;
  }

  public TableStore tables() {
    return tables;
  }

  public Progress progress() {
    return progress;
  }

  /** Returns the GPU share of each task that embeds with a model; null for none. */
  public GpuTasks gpus() {
    return gpus;
  }

  /** Returns the metric that ranks the examples, as tables name it. */
  public String metric() {
    return recipe().metric().label();
  }

  public Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** Returns the staging folder of a stage; closing it deletes the rows in it. */
  public Staging staging(String stage) {
    return new Staging(spark, tables.folder(), stage + "-" + runId);
  }

  /**
   * Replaces the content of a table by the rows, at most once for a stage and its key. The commit
   * names the stage, so that the log of a table shows the stage that wrote a version.
   *
   * @param properties of the table, beside those that name the run and the recipe
   * @return the version that holds these rows
   */
  public long write(
      Stage stage,
      String stageKey,
      TableSpec spec,
      Dataset<Row> rows,
      Map<String, String> properties) {
    return tables.overwrite(
        spec, rows, writeKey(stage, stageKey) + spec.name(), properties(properties));
  }

  /** Returns the beginning of the keys under which a stage writes each table at most once. */
  public String writeKey(Stage stage, String stageKey) {
    return runId + writer(stage, stageKey);
  }

  /** Returns what the keys of the writes of a stage have in common for all runs that reuse it. */
  public static String writer(Stage stage, String stageKey) {
    return "/" + stage.label() + "/" + stageKey + "/";
  }

  /** Returns the properties that name the run and the recipe in every table, and further ones. */
  public Map<String, String> properties(Map<String, String> more) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("winnow.name", recipe().name());
    properties.put("winnow.run_id", runId);
    properties.put("winnow.recipe_hash", loaded.hash());
    properties.put("winnow.code_version", CodeVersion.get());
    properties.put("winnow.seed", String.valueOf(recipe().seed()));
    properties.putAll(more);
    return properties;
  }

  /** Warns in the progress, and in the card at the end. */
  public void warn(String message) {
    warnings.add(message);
    progress.note("warning: " + message);
  }

  /** Returns all warnings, those that the tasks of Spark gave reason for at the end. */
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(progress.warnings());
    return Collections.unmodifiableList(all);
  }
}

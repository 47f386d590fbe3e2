package dev.winnow.jobs.run;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.transforms.ingest.InputFiles;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.task.GpuTasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** What every stage of a run shares: session, recipe, input, tables, names. */
public record RunContext(
    SparkSession spark,
    LoadedRecipe loaded,
    String runId,
    InputSpec input,
    InputFiles files,
    TableStore tables,
    Progress progress,
    GpuTasks gpus,
    List<String> warnings) {

  /** Folder beside the tables for what stages store on the way. */
  public static final String STAGING = "_staging";

  public Recipe recipe() {
    return loaded.recipe();
  }

  /** The metric that ranks the examples, as tables name it. */
  public String metric() {
    return recipe().metric().label();
  }

  public Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** Folder for what a stage needs twice before its tables are written; deleted when it is done. */
  public String staging(String stage) {
    return tables.folder() + "/" + STAGING + "/" + stage + "-" + runId;
  }

  /** The key under which a table is written at most once. */
  public String writeKey(Stage stage, String stageKey, String table) {
    return runId + "/" + stage.label() + "/" + stageKey + "/" + table;
  }

  /** Properties that name the run and the recipe in every table that a stage writes. */
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

  public void warn(String message) {
    warnings.add(message);
    progress.note("warning: " + message);
  }
}

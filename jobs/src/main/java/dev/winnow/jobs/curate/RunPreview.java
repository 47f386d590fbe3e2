package dev.winnow.jobs.curate;

import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Ledger;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.embed.ModelHash;
import dev.winnow.jobs.stage.ingest.Inputs;
import dev.winnow.jobs.stage.publish.PublishStage;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.transforms.ingest.InputSpec;
import dev.winnow.transforms.ingest.files.InputFiles;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A run before it starts: its id, its input and the stages that it would take over from the ledger.
 * Writes nothing, unless the input is the sample corpus.
 *
 * @param folder folder of the tables
 * @param stages stages of the recipe, in their order
 * @param reused stages that are taken over
 * @param done results of these
 */
public record RunPreview(
    String runId,
    String folder,
    InputSpec input,
    InputFiles files,
    List<Stage> stages,
    List<Stage> reused,
    Done done) {

  /**
   * Looks at a run.
   *
   * @param runId given id; null for the hash of recipe and input
   * @param sampleFolder folder in which the sample corpus is made if the recipe's input is one
   * @throws dev.winnow.transforms.ingest.files.InputMissing if input or model are absent
   */
  public static RunPreview of(
      SparkSession spark, LoadedRecipe loaded, String runId, String sampleFolder) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Recipe recipe = loaded.recipe();
    String warehouse = Warehouse.qualified(conf, recipe.warehouse());
    String folder = warehouse + "/" + recipe.name();
    InputSpec input = Inputs.spec(spark, recipe, sampleFolder);
    InputFiles files = Inputs.files(spark, input, recipe);
    String fingerprint = Inputs.fingerprint(recipe, files);
    String id = runId == null ? Curation.runId(spark, loaded, fingerprint) : runId;
    String release = PublishStage.release(recipe, id);
    TableStore tables = new TableStore(spark, folder);
    StageKeys keys =
        new StageKeys(recipe, id, release, files.fingerprint(), () -> ModelHash.of(conf, recipe));
    StageReuse reuse =
        new StageReuse(new Ledger(tables.lookup()), tables, keys, id, release, fingerprint);
    Done done = new Done();
    List<Stage> reused = new ArrayList<>();
    List<Stage> stages = Stage.of(recipe);
    for (Stage stage : stages) {
      StageReuse.Found found = reuse.find(stage, done);
      if (found.result().isEmpty()) {
        break;
      }
      done.add(stage, found.result().get());
      reused.add(stage);
    }
    return new RunPreview(id, folder, input, files, stages, List.copyOf(reused), done);
  }
}

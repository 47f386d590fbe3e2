package dev.winnow.jobs.curate;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.RowChecks;
import java.util.function.Supplier;

/** Keys of the stages: hashes of all that the tables of a stage depend on. */
final class StageKeys {

  private final Recipe recipe;
  private final String runId;
  private final String release;
  private final String files;
  private final Supplier<String> models;

  /**
   * @param release name of the release to publish
   * @param files fingerprint of the input's files
   * @param models supplies the digests of the models that the recipe names
   */
  StageKeys(Recipe recipe, String runId, String release, String files, Supplier<String> models) {
    this.recipe = recipe;
    this.runId = runId;
    this.release = release;
    this.files = files;
    this.models = models;
  }

  /**
   * Returns the key of a stage.
   *
   * @param inputs versions of the tables that it may read; for ingest, the fingerprint of the input
   */
  String of(Stage stage, String inputs) {
    String section =
        switch (stage) {
          // Earlier builds stored no lengths of the contents.
          case INGEST ->
              recipe.input() + RowChecks.rules(recipe.input().modality()) + "/content_bytes";
          case SPLIT -> String.valueOf(recipe.split());
          case LEAKS -> leaks() + "/" + recipe.input().modality() + "/" + recipe.clusteredBy();
          case EMBED -> recipe.embed() + "/" + recipe.input() + "/" + models.get();
          case DEDUP -> recipe.dedup().beforeClustersContent() + "/" + recipe.input().modality();
          // Scoring reads the assignments, which earlier builds did not store.
          case CLUSTER, RECLUSTER -> recipe.cluster().content() + "/assignments";
          case SCORE, RESCORE -> recipe.furtherMetrics() + "/" + ranking();
          case SEMANTIC -> recipe.dedup().toString();
          // Earlier builds stored no side of the split, and no running sums.
          case PRUNE -> (recipe.prune() == null ? null : recipe.prune().content()) + "/split/sums";
          case PUBLISH -> release + "/" + runId;
        };
    return Hashes.sha256(
        stage.label(),
        CodeVersion.get(),
        String.valueOf(recipe.seed()),
        section,
        inputs,
        readsFiles(stage) ? files : "");
  }

  /**
   * Returns true if a stage may read the input again. Only embedding does, and not for texts,
   * because the examples hold their content.
   */
  private boolean readsFiles(Stage stage) {
    return stage == Stage.EMBED && recipe.input().modality() != Modality.TEXT;
  }

  /** Returns the settings of the search for rows that repeat a held-out one. */
  private String leaks() {
    Dedup dedup = recipe.dedup();
    return dedup == null ? "defaults" : dedup.beforeClustersContent() + "/" + dedup.epsilon();
  }

  /** Returns the metric that ranks, with the metrics that it is made of. */
  private String ranking() {
    return recipe.metric()
        + (recipe.metric() == Metric.RANK_AVERAGE ? "/" + recipe.score().metrics() : "");
  }
}

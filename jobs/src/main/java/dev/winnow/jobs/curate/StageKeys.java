package dev.winnow.jobs.curate;

import dev.winnow.jobs.recipe.Metric;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.run.CodeVersion;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.stage.embed.ModelHash;
import dev.winnow.jobs.text.Hashes;
import dev.winnow.transforms.ingest.Modality;

/** What the tables of a stage depend on, as one hash. */
final class StageKeys {

  static String of(Stage stage, RunContext run, String inputs, String release) {
    Recipe recipe = run.recipe();
    String section =
        switch (stage) {
          case INGEST -> recipe.input().toString();
          case EMBED -> recipe.embed() + "/" + recipe.input() + "/" + ModelHash.of(run);
          case DEDUP -> recipe.dedup().beforeClustersContent() + "/" + recipe.input().modality();
          case CLUSTER, RECLUSTER -> recipe.cluster().content();
          case SCORE, RESCORE -> recipe.furtherMetrics() + "/" + ranking(recipe);
          case SEMANTIC -> recipe.dedup().toString();
          case PRUNE -> String.valueOf(recipe.prune());
          case PUBLISH -> release + "/" + run.runId();
        };
    String fingerprint =
        stage == Stage.EMBED && run.input().modality() != Modality.TEXT
            ? run.files().fingerprint()
            : "";
    return Hashes.sha256(
        stage.label(),
        CodeVersion.get(),
        String.valueOf(recipe.seed()),
        section,
        inputs,
        fingerprint);
  }

  /** What hardness is made of. */
  private static String ranking(Recipe recipe) {
    return recipe.metric()
        + (recipe.metric() == Metric.RANK_AVERAGE ? "/" + recipe.score().metrics() : "");
  }

  private StageKeys() {}
}

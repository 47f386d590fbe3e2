package dev.winnow.jobs.run;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The stages of a run, in their order. Those of deduplication are in a run that asks for it. */
public enum Stage {
  INGEST,
  EMBED,
  /** Exact and near duplicates. */
  DEDUP,
  CLUSTER,
  SCORE,
  /** Duplicates by vectors within the clusters, and of held-out examples. */
  SEMANTIC,
  /** Clusters of what deduplication left. */
  RECLUSTER,
  /** Scores against the clusters of what deduplication left. */
  RESCORE,
  PRUNE,
  PUBLISH;

  /** The name in commands, tables and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stages of a recipe. */
  public static List<Stage> of(Recipe recipe) {
    Dedup dedup = recipe.dedup();
    return Arrays.stream(values())
        .filter(
            stage ->
                switch (stage) {
                  case DEDUP -> dedup != null && dedup.beforeClusters(recipe.input().modality());
                  case SEMANTIC -> dedup != null && dedup.afterClusters();
                  case RECLUSTER, RESCORE -> dedup != null && dedup.recluster();
                  default -> true;
                })
        .toList();
  }
}

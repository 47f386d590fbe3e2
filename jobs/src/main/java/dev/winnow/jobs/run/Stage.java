package dev.winnow.jobs.run;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Stages of a run, in their order. The stages of a split and those of deduplication belong to runs
 * whose recipe asks for them.
 */
public enum Stage {
  INGEST,
  /** Examples that are held out for tests. */
  SPLIT,
  EMBED,
  /** Examples to train on that repeat a held-out one of the same input. */
  LEAKS,
  /** Exact and near duplicates. */
  DEDUP,
  CLUSTER,
  SCORE,
  /** Examples close to another one in their cluster, or to a held-out one. */
  SEMANTIC,
  /** Clusters of the examples that deduplication left. */
  RECLUSTER,
  /** Scores against the clusters of those examples. */
  RESCORE,
  PRUNE,
  PUBLISH;

  /** Returns the name in commands, tables and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the stages of a recipe, in their order. */
  public static List<Stage> of(Recipe recipe) {
    Dedup dedup = recipe.dedup();
    return Arrays.stream(values())
        .filter(
            stage ->
                switch (stage) {
                  case SPLIT, LEAKS -> recipe.split() != null;
                  case DEDUP -> dedup != null && dedup.beforeClusters(recipe.input().modality());
                  case SEMANTIC -> dedup != null && dedup.afterClusters();
                  case RECLUSTER, RESCORE -> dedup != null && dedup.recluster();
                  default -> true;
                })
        .toList();
  }
}

package dev.winnow.jobs.run;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Results of the finished stages of a run, by meaning. If deduplication led to a second clustering
 * and scoring, clusters and scores are the second ones.
 */
public final class Done {

  private final Map<Stage, StageResult<?>> results = new EnumMap<>(Stage.class);

  public void add(Stage stage, StageResult<?> result) {
    results.put(stage, result);
  }

  public boolean holds(Stage stage) {
    return results.containsKey(stage);
  }

  /** Returns the results in the order of the stages. */
  public Map<Stage, StageResult<?>> results() {
    return Collections.unmodifiableMap(results);
  }

  public StageResult<IngestFacts> ingest() {
    return result(Stage.INGEST, IngestFacts.class);
  }

  /** Returns the embedding of every accepted example, including those that were dropped later. */
  public StageResult<EmbedFacts> embeddings() {
    return result(Stage.EMBED, EmbedFacts.class);
  }

  public StageResult<ClusterFacts> clusters() {
    return result(holds(Stage.RECLUSTER) ? Stage.RECLUSTER : Stage.CLUSTER, ClusterFacts.class);
  }

  public StageResult<ScoreFacts> scores() {
    return result(holds(Stage.RESCORE) ? Stage.RESCORE : Stage.SCORE, ScoreFacts.class);
  }

  public StageResult<SemanticFacts> semantic() {
    return result(Stage.SEMANTIC, SemanticFacts.class);
  }

  /**
   * Returns the figures on the duplicates that the last finished stage of deduplication collected;
   * null for a run without one, or of a version that collects none.
   */
  public DedupEvidence dedupEvidence() {
    if (holds(Stage.SEMANTIC)) {
      return semantic().facts().evidence();
    }
    return holds(Stage.DEDUP) ? dedup().facts().evidence() : null;
  }

  /** Returns the result of the search for exact and near duplicates. */
  public StageResult<DedupFacts> dedup() {
    return result(Stage.DEDUP, DedupFacts.class);
  }

  public StageResult<PruneFacts> decisions() {
    return result(Stage.PRUNE, PruneFacts.class);
  }

  public StageResult<PublishFacts> release() {
    return result(Stage.PUBLISH, PublishFacts.class);
  }

  /** Returns the tables of the examples that deduplication has dropped so far. */
  public Dropped dropped() {
    // The table duplicates of the later stage holds the rows of the earlier one, too.
    StageResult<?> last = results.getOrDefault(Stage.SEMANTIC, results.get(Stage.DEDUP));
    return last == null ? Dropped.NONE : Dropped.of(last);
  }

  /** Returns the number of embedded examples that deduplication has left so far. */
  public long remainingRows() {
    return embeddings().rows() - dropped().rows();
  }

  /** Returns the version of each table that a stage wrote, the last one of each table. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new LinkedHashMap<>();
    results.values().forEach(result -> versions.putAll(result.versions()));
    return versions;
  }

  private <F extends StageFacts> StageResult<F> result(Stage stage, Class<F> facts) {
    StageResult<?> result = results.get(stage);
    if (result == null) {
      throw new IllegalStateException(
          "stage " + stage.label() + " is not done, only " + results.keySet());
    }
    return result.withFacts(facts);
  }
}

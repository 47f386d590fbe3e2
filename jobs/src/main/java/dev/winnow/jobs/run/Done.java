package dev.winnow.jobs.run;

import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.HeldOut;
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

  public StageResult<StageFacts.Split> split() {
    return result(Stage.SPLIT, StageFacts.Split.class);
  }

  /** Returns the search for examples that repeat a held-out one of the same input. */
  public StageResult<StageFacts.Leaks> leaks() {
    return result(Stage.LEAKS, StageFacts.Leaks.class);
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

  /**
   * Returns the tables of the examples that are held out, and of those that deduplication has
   * dropped so far.
   */
  public Dropped dropped() {
    String duplicates = Duplicates.SPEC.name();
    String leaks = EvaluationLeaks.SPEC.name();
    long duplicateRows = holds(Stage.DEDUP) ? dedup().rows() : 0;
    long leakRows = holds(Stage.LEAKS) ? leaks().facts().leaks() : 0;
    long heldOutRows =
        holds(Stage.LEAKS)
            ? leaks().facts().heldOut()
            : holds(Stage.SPLIT) ? split().facts().heldOut() : 0;
    if (holds(Stage.SEMANTIC)) {
      // The tables of the later stage hold the rows of the earlier ones, too.
      Long found = semantic().facts().evaluationLeaks();
      leakRows = found == null ? leakRows : found;
      duplicateRows = semantic().rows() - (found == null ? 0 : found);
    }
    Map<String, Long> versions = versions();
    return new Dropped(
        versions.get(HeldOut.SPEC.name()),
        versions.get(duplicates),
        versions.get(leaks),
        heldOutRows,
        duplicateRows,
        leakRows);
  }

  /**
   * Returns the number of embedded examples that are not held out and that deduplication has left
   * so far.
   */
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

package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EpsilonSweep;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.dedup.semantic.EpsilonForTarget;
import dev.winnow.transforms.dedup.semantic.HeldOutLeaks;
import dev.winnow.transforms.dedup.semantic.SemanticAudit;
import dev.winnow.transforms.dedup.semantic.SemanticDuplicates;
import dev.winnow.transforms.dedup.semantic.SemanticOptions;
import dev.winnow.transforms.dedup.semantic.SweptEpsilons;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops what is close to another example within the clusters, and what is close to a held-out one;
 * writes {@code duplicates} anew with both kinds of before, {@code epsilon_sweep} and {@code
 * evaluation_leaks}.
 */
public final class SemanticStage {

  private final RunContext run;
  private final Dedup dedup;
  private final Map<String, Object> details = new LinkedHashMap<>();
  private final Map<String, Long> versions = new LinkedHashMap<>();

  public SemanticStage(RunContext run) {
    this.run = run;
    this.dedup = run.recipe().dedup();
  }

  /**
   * @param embed of the examples that are left
   * @param earlier the stage that dropped the others; null for none
   */
  public StageResult execute(
      String key, StageResult embed, StageResult cluster, StageResult score, StageResult earlier) {
    RunEncoder encoder = RunEncoder.of(embed).get(run.recipe().clusteredBy());
    Dataset<Row> vectors = encoder.embeddings(run, embed);
    DroppedRows dropped = new DroppedRows(run, "semantic");
    if (earlier != null) {
      dropped.begin(run.tables().read(Duplicates.SPEC, earlier.version(Duplicates.SPEC.name())));
    }
    if (dedup.semantic()) {
      Dataset<Row> scores =
          run.tables()
              .read(Scores.SPEC, score.version(Scores.SPEC.name()))
              .select(col("id"), col(CLUSTER_ID), col(COSINE_DIST_TO_CENT).as("distance"));
      CentroidTree tree =
          PrototypeTable.tree(
              run.tables().read(Prototypes.SPEC, cluster.version(Prototypes.SPEC.name())),
              encoder.dim(),
              run.recipe().cluster().assignment());
      semantic(key, dropped, scores.join(vectors, "id"), tree);
    }
    long version =
        run.tables()
            .overwrite(
                Duplicates.SPEC,
                dropped.all(),
                run.writeKey(Stage.SEMANTIC, key, Duplicates.SPEC.name()),
                run.properties(Map.of()));
    versions.put(Duplicates.SPEC.name(), version);
    long rows = run.tables().count(Duplicates.SPEC.name(), version);
    if (dedup.exclude() != null) {
      rows += leaks(key, dropped.leftOf(vectors), encoder);
    }
    dropped.delete();
    return new StageResult(versions, rows, details);
  }

  private void semantic(
      String key, DroppedRows dropped, Dataset<Row> rows, CentroidTree prototypes) {
    WhichToKeep order = WhichToKeep.valueOf(dedup.whichToKeep().name());
    long seed = run.recipe().seed();
    SemanticOptions options =
        new SemanticOptions(
            epsilon(rows, order), Rule.valueOf(dedup.rule().name()), order, seed, dedup.probes());
    run.progress().step("comparing the examples of each cluster", 0);
    try (SemanticDuplicates semantic = new SemanticDuplicates(options, rows, prototypes)) {
      Dataset<Row> found = dropped.staged("found", semantic.duplicates());
      versions.put(EpsilonSweep.SPEC.name(), sweep(key, semantic));
      long fell = found.count();
      details.put("epsilon", options.epsilon());
      details.put("compared", semantic.rows());
      details.put("semantic_" + options.rule().word(), fell);
      if (dedup.auditRows() > 0) {
        run.progress().step("comparing " + dedup.auditRows() + " examples with all", 0);
        SemanticAudit audit = SemanticAudit.audit(options, rows, found, dedup.auditRows());
        details.put("audit", audit(audit));
      }
      dropped.add("semantic", found);
    }
  }

  private double epsilon(Dataset<Row> rows, WhichToKeep order) {
    if (dedup.epsilon() != null) {
      return dedup.epsilon();
    }
    run.progress().step("choosing epsilon on a tenth of the clusters", 0);
    EpsilonForTarget chosen =
        EpsilonForTarget.choose(
            dedup.targetFraction().doubleValue(), rows, order, run.recipe().seed());
    details.put("epsilon_clusters", chosen.clusters());
    details.put("epsilon_rows", chosen.rows());
    details.put("epsilon_rows_kept", chosen.rowsKept());
    return chosen.epsilon();
  }

  private static Map<String, Object> audit(SemanticAudit audit) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rows", audit.audited());
    facts.put("duplicates", audit.duplicates());
    facts.put("dropped", audit.dropped());
    facts.put("recall", audit.recall());
    facts.put("misses_across_clusters", audit.missesAcrossClusters());
    return facts;
  }

  private long sweep(String key, SemanticDuplicates semantic) {
    Dataset<Row> sweep =
        SweptEpsilons.sweep(semantic)
            .withColumn("pairs_above", to_json(col("pairs_above")))
            .withColumn("pairs_below", to_json(col("pairs_below")));
    return run.tables()
        .overwrite(
            EpsilonSweep.SPEC,
            sweep.coalesce(1),
            run.writeKey(Stage.SEMANTIC, key, EpsilonSweep.SPEC.name()),
            run.properties(Map.of()));
  }

  /** Writes the examples close to a held-out one, and returns their number. */
  private long leaks(String key, Dataset<Row> vectors, RunEncoder encoder) {
    run.progress().step("comparing with held-out examples", 0);
    Dataset<Row> heldOut = HeldOutVectors.read(run.spark(), dedup.exclude().path(), encoder);
    try (HeldOutLeaks leaks = new HeldOutLeaks(dedup.exclude().epsilon(), vectors, heldOut)) {
      long version =
          run.tables()
              .overwrite(
                  EvaluationLeaks.SPEC,
                  leaks.rows().withColumnRenamed(DUPLICATE_OF, "evaluation_id"),
                  run.writeKey(Stage.SEMANTIC, key, EvaluationLeaks.SPEC.name()),
                  run.properties(Map.of()));
      versions.put(EvaluationLeaks.SPEC.name(), version);
      long rows = run.tables().count(EvaluationLeaks.SPEC.name(), version);
      details.put("evaluation_leaks", rows);
      return rows;
    }
  }
}

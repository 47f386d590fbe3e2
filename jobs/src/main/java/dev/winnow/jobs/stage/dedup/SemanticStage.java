package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.PrototypeTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EpsilonSweep;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.cluster.levels.CentroidTree;
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
 * Drops examples that are close to another one within their cluster, and examples that are close to
 * a held-out one. Rewrites {@code duplicates} so that it also holds the exact and near ones, and
 * writes {@code epsilon_sweep} and {@code evaluation_leaks}.
 */
public final class SemanticStage implements StageRunner {

  private final RunContext run;
  private final Dedup dedup;

  public SemanticStage(RunContext run) {
    this.run = run;
    this.dedup = run.recipe().dedup();
  }

  @Override
  public StageResult<SemanticFacts> execute(String key, Done done) {
    RunEncoder encoder = RunEncoder.of(done.embeddings()).get(run.recipe().clusteredBy());
    Dataset<Row> vectors =
        done.dropped().remaining(run.tables(), encoder.embeddings(run.tables(), done.embeddings()));
    Map<String, Long> versions = new LinkedHashMap<>();
    try (Staging staging = run.staging("semantic")) {
      staging.keepCheckpoints();
      DuplicatesTable table = new DuplicatesTable(run, staging);
      if (done.dropped().duplicates() != null) {
        table.begin(done.dropped().duplicates());
      }
      Found found = Found.NONE;
      if (dedup.semantic()) {
        found = semantic(key, table, staging, scored(done, vectors), tree(done, encoder));
        versions.put(EpsilonSweep.SPEC.name(), found.sweep());
      }
      long version = table.write(Stage.SEMANTIC, key);
      versions.put(Duplicates.SPEC.name(), version);
      long rows = run.tables().count(Duplicates.SPEC.name(), version);
      Long leaks = null;
      if (dedup.exclude() != null) {
        long leaksVersion = leaks(key, table.remaining(vectors), encoder);
        versions.put(EvaluationLeaks.SPEC.name(), leaksVersion);
        leaks = run.tables().count(EvaluationLeaks.SPEC.name(), leaksVersion);
        rows += leaks;
      }
      return new StageResult<>(versions, rows, found.facts(leaks));
    }
  }

  /**
   * Findings of the search within clusters.
   *
   * @param chosen null for an epsilon of the recipe
   * @param epsilon null without a search
   * @param compared null without a search
   * @param sweep version of the table
   * @param audit null without one
   */
  private record Found(
      EpsilonForTarget chosen,
      Double epsilon,
      Long compared,
      Map<String, Long> dropped,
      Long sweep,
      SemanticFacts.Audit audit) {

    static final Found NONE = new Found(null, null, null, Map.of(), null, null);

    SemanticFacts facts(Long leaks) {
      return new SemanticFacts(
          chosen == null ? null : chosen.clusters(),
          chosen == null ? null : chosen.rows(),
          chosen == null ? null : chosen.rowsKept(),
          epsilon,
          compared,
          dropped,
          audit,
          leaks);
    }
  }

  private Dataset<Row> scored(Done done, Dataset<Row> vectors) {
    return run.tables()
        .read(Scores.SPEC, done.scores().version(Scores.SPEC.name()))
        .select(col("id"), col(CLUSTER_ID), col(COSINE_DIST_TO_CENT).as("distance"))
        .join(vectors, "id");
  }

  private CentroidTree tree(Done done, RunEncoder encoder) {
    return PrototypeTable.readTree(
        run.tables().read(Prototypes.SPEC, done.clusters().version(Prototypes.SPEC.name())),
        encoder.dim(),
        run.recipe().cluster().assignment());
  }

  private Found semantic(
      String key,
      DuplicatesTable table,
      Staging staging,
      Dataset<Row> rows,
      CentroidTree prototypes) {
    WhichToKeep order = dedup.whichToKeep();
    long seed = run.recipe().seed();
    EpsilonForTarget chosen = dedup.epsilon() != null ? null : choose(rows, order);
    double epsilon = chosen == null ? dedup.epsilon() : chosen.epsilon();
    SemanticOptions options =
        new SemanticOptions(epsilon, dedup.rule(), order, seed, dedup.probes());
    run.progress().step("comparing the examples of each cluster", 0);
    try (SemanticDuplicates semantic = new SemanticDuplicates(options, rows, prototypes)) {
      Dataset<Row> found = staging.store("found", semantic.duplicates());
      long sweep = sweep(key, semantic);
      long dropped = found.count();
      SemanticFacts.Audit audit = null;
      if (dedup.auditRows() > 0) {
        run.progress().step("comparing " + dedup.auditRows() + " examples with all others", 0);
        audit = audit(SemanticAudit.audit(options, rows, found, dedup.auditRows()));
      }
      table.add("semantic", found);
      return new Found(
          chosen,
          options.epsilon(),
          semantic.rows(),
          Map.of("semantic_" + options.rule().word(), dropped),
          sweep,
          audit);
    }
  }

  private EpsilonForTarget choose(Dataset<Row> rows, WhichToKeep order) {
    run.progress().step("choosing epsilon on a tenth of the clusters", 0);
    return EpsilonForTarget.choose(
        dedup.targetFraction().doubleValue(), rows, order, run.recipe().seed());
  }

  private static SemanticFacts.Audit audit(SemanticAudit audit) {
    return new SemanticFacts.Audit(
        audit.audited(),
        audit.duplicates(),
        audit.dropped(),
        audit.recall(),
        audit.missesAcrossClusters());
  }

  private long sweep(String key, SemanticDuplicates semantic) {
    Dataset<Row> sweep =
        SweptEpsilons.sweep(semantic)
            .withColumn("pairs_above", to_json(col("pairs_above")))
            .withColumn("pairs_below", to_json(col("pairs_below")));
    return run.write(Stage.SEMANTIC, key, EpsilonSweep.SPEC, sweep.coalesce(1), Map.of());
  }

  /** Writes the examples close to a held-out one; returns the version of their table. */
  private long leaks(String key, Dataset<Row> vectors, RunEncoder encoder) {
    run.progress().step("comparing with held-out examples", 0);
    Dataset<Row> heldOut = HeldOutVectors.read(run.spark(), dedup.exclude().path(), encoder);
    try (HeldOutLeaks leaks = new HeldOutLeaks(dedup.exclude().epsilon(), vectors, heldOut)) {
      return run.write(
          Stage.SEMANTIC,
          key,
          EvaluationLeaks.SPEC,
          leaks.rows().withColumnRenamed(DUPLICATE_OF, "evaluation_id"),
          Map.of());
    }
  }
}

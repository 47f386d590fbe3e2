package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Pairs.LEFT_ID;
import static dev.winnow.schemas.Pairs.REFUSED_BY;
import static dev.winnow.schemas.Pairs.RIGHT_ID;
import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static dev.winnow.schemas.Scores.COSINE_DIST_TO_CENT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.DedupEvidence;
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
import dev.winnow.schemas.LabelConflicts;
import dev.winnow.schemas.Prototypes;
import dev.winnow.schemas.Scores;
import dev.winnow.transforms.cluster.levels.CentroidTree;
import dev.winnow.transforms.dedup.AcrossLabels;
import dev.winnow.transforms.dedup.LabelGuard;
import dev.winnow.transforms.dedup.WhichToKeep;
import dev.winnow.transforms.dedup.semantic.EpsilonForTarget;
import dev.winnow.transforms.dedup.semantic.SemanticAudit;
import dev.winnow.transforms.dedup.semantic.SemanticDuplicates;
import dev.winnow.transforms.dedup.semantic.SemanticOptions;
import dev.winnow.transforms.dedup.semantic.SweptEpsilons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops examples that are close to another one within their cluster, and examples that duplicate a
 * held-out one. Rewrites {@code duplicates} and {@code label_conflicts} so that they also hold the
 * exact and near ones, and writes {@code epsilon_sweep} and {@code evaluation_leaks}.
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
    EmbeddedExamples examples = new EmbeddedExamples(run, done);
    Dataset<Row> vectors =
        done.dropped().remaining(run.tables(), encoder.embeddings(run.tables(), done.embeddings()));
    Map<String, Long> versions = new LinkedHashMap<>();
    try (Staging staging = run.staging("semantic")) {
      staging.keepCheckpoints();
      DuplicatesTable table = new DuplicatesTable(run, staging);
      LabelConflictsTable conflicts = new LabelConflictsTable(run, staging);
      if (done.dropped().duplicates() != null) {
        table.begin(done.dropped().duplicates());
      }
      Long earlier = done.versions().get(LabelConflicts.SPEC.name());
      if (earlier != null) {
        conflicts.begin(earlier);
      }
      Found found = Found.NONE;
      if (dedup.semantic()) {
        Dataset<Row> rows = scored(done, vectors);
        found = semantic(key, table, conflicts, examples, staging, rows, tree(done, encoder));
        versions.put(EpsilonSweep.SPEC.name(), found.sweep());
      }
      long version = table.write(Stage.SEMANTIC, key);
      versions.put(Duplicates.SPEC.name(), version);
      Dataset<Row> dropped = run.tables().read(Duplicates.SPEC, version);
      LabelConflictsTable.Written written =
          conflicts.write(Stage.SEMANTIC, key, examples.all(), dropped);
      versions.put(LabelConflicts.SPEC.name(), written.version());
      long rows = run.tables().count(Duplicates.SPEC.name(), version);
      Long leaks = null;
      List<String> leaksBy = null;
      if (dedup.exclude() != null) {
        run.progress().step("comparing with held-out examples", 0);
        Leaks compared = new Leaks(run, encoder, staging);
        long leaksVersion =
            run.write(
                Stage.SEMANTIC,
                key,
                EvaluationLeaks.SPEC,
                withEarlier(compared.find(table.remaining(vectors), examples), done),
                Map.of());
        versions.put(EvaluationLeaks.SPEC.name(), leaksVersion);
        leaksBy = compared.by();
        leaks = run.tables().count(EvaluationLeaks.SPEC.name(), leaksVersion);
        rows += leaks;
      }
      DedupEvidence evidence =
          new DedupEvidence(
              null,
              null,
              null,
              written.rows(),
              written.merged(),
              Losses.of(examples.all(), dropped));
      return new StageResult<>(versions, rows, found.facts(leaks, leaksBy, evidence));
    }
  }

  /** Adds the examples that repeat a held-out one of the same input. */
  private Dataset<Row> withEarlier(Dataset<Row> leaks, Done done) {
    return done.holds(Stage.LEAKS)
        ? leaks.unionByName(
            run.tables()
                .read(EvaluationLeaks.SPEC, done.leaks().version(EvaluationLeaks.SPEC.name())))
        : leaks;
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

    SemanticFacts facts(Long leaks, List<String> leaksBy, DedupEvidence evidence) {
      return new SemanticFacts(
          chosen == null ? null : chosen.clusters(),
          chosen == null ? null : chosen.rows(),
          chosen == null ? null : chosen.rowsKept(),
          epsilon,
          compared,
          dropped,
          audit,
          leaks,
          leaksBy,
          evidence);
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
      LabelConflictsTable conflicts,
      EmbeddedExamples examples,
      Staging staging,
      Dataset<Row> rows,
      CentroidTree prototypes) {
    boolean apart = dedup.acrossLabels() == AcrossLabels.KEEP && examples.haveLabels();
    LabelledClusters labelled =
        apart ? new LabelledClusters(labelled(rows, examples), staging) : null;
    Dataset<Row> compared = apart ? labelled.rows() : rows;
    WhichToKeep order = dedup.whichToKeep();
    long seed = run.recipe().seed();
    EpsilonForTarget chosen = dedup.epsilon() != null ? null : choose(compared, order);
    double epsilon = chosen == null ? dedup.epsilon() : chosen.epsilon();
    SemanticOptions options =
        new SemanticOptions(epsilon, dedup.rule(), order, seed, dedup.probes());
    run.progress().step("comparing the examples of each cluster", 0);
    try (SemanticDuplicates semantic = new SemanticDuplicates(options, compared, prototypes)) {
      Dataset<Row> duplicates = semantic.duplicates();
      Dataset<Row> found =
          staging.store("found", apart ? labelled.restored(duplicates) : duplicates);
      long sweep = sweep(key, semantic);
      long dropped = found.count();
      SemanticFacts.Audit audit = null;
      if (dedup.auditRows() > 0) {
        run.progress().step("comparing " + dedup.auditRows() + " examples with all others", 0);
        audit = audit(SemanticAudit.audit(options, rows, found, dedup.auditRows()));
      }
      table.add("semantic", found);
      if (apart) {
        apart(conflicts, examples, options, table.remaining(rows), prototypes);
      } else if (examples.haveLabels()) {
        conflicts.add("semantic", differing(found, examples));
      }
      return new Found(
          chosen,
          options.epsilon(),
          semantic.rows(),
          Map.of("semantic_" + options.rule().word(), dropped),
          sweep,
          audit);
    }
  }

  private static Dataset<Row> labelled(Dataset<Row> rows, EmbeddedExamples examples) {
    Dataset<Row> labels = examples.all().select(col("id").as("winnow_id"), col(LABEL));
    return rows.join(labels, col("id").equalTo(col("winnow_id"))).drop("winnow_id");
  }

  /** Adds the pairs of rows that stay and would be dropped if labels did not keep them apart. */
  private static void apart(
      LabelConflictsTable conflicts,
      EmbeddedExamples examples,
      SemanticOptions options,
      Dataset<Row> survivors,
      CentroidTree prototypes) {
    try (SemanticDuplicates close = new SemanticDuplicates(options, survivors, prototypes)) {
      conflicts.add("semantic", differing(close.duplicates(), examples));
    }
  }

  /** Returns the found rows and their witnesses as pairs, where their labels differ. */
  private static Dataset<Row> differing(Dataset<Row> found, EmbeddedExamples examples) {
    return new LabelGuard(AcrossLabels.MERGE)
        .apply(
            found.select(
                col(DUPLICATE_OF).as(LEFT_ID),
                col("id").as(RIGHT_ID),
                col(SIMILARITY),
                col(RULE),
                lit(null).cast("string").as(REFUSED_BY)),
            examples.all().select("id", LABEL))
        .where(LabelGuard.differ());
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
}

package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageFacts;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.transforms.ingest.Modality;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Drops the examples to train on that repeat a held-out one of the same input, before duplicates
 * are looked for and before anything is clustered. Equal contents are always compared, similar ones
 * where the recipe looks for near duplicates or has no section {@code dedup}, and vectors where it
 * has an epsilon. Held-out examples are not compared with each other, and none is dropped.
 */
public final class LeakStage implements StageRunner {

  private final RunContext run;
  private final Dedup dedup;
  private final Modality modality;

  public LeakStage(RunContext run) {
    this.run = run;
    this.dedup = run.recipe().dedup() == null ? Dedup.defaults() : run.recipe().dedup();
    this.modality = run.input().modality();
  }

  @Override
  public StageResult<StageFacts.Leaks> execute(String key, Done done) {
    return DataSizes.ofFewRows(
        run.spark(),
        done.embeddings().rows(),
        done.ingest().facts().bytes(),
        modality != Modality.IMAGE,
        () -> compared(key, done));
  }

  private StageResult<StageFacts.Leaks> compared(String key, Done done) {
    EmbeddedExamples examples = new EmbeddedExamples(run, done);
    RunEncoder encoder = RunEncoder.of(done.embeddings()).get(run.recipe().clusteredBy());
    Dataset<Row> vectors = encoder.embeddings(run.tables(), done.embeddings());
    try (Staging staging = run.staging(Stage.LEAKS.label())) {
      staging.keepCheckpoints();
      Dataset<Row> heldOut = staging.store("held-out", examples.heldOut());
      long heldOutRows = heldOut.count();
      run.progress()
          .step(
              "comparing with " + Texts.count(heldOutRows) + " held-out rows",
              done.embeddings().rows());
      Dataset<Row> left = Dropped.semiJoin(vectors, examples.all());
      Dataset<Row> heldOutVectors = Dropped.semiJoin(vectors, heldOut);
      HeldOutContents contents =
          new HeldOutContents(
              heldOut,
              modality == Modality.IMAGE ? Dropped.semiJoin(examples.thumbnails(), heldOut) : null);
      Dataset<Row> found =
          new ContentLeaks(run, dedup.withExact(), staging, contents)
              .find(left, heldOutVectors, examples);
      if (dedup.epsilon() != null) {
        found = found.union(LeakWitness.byVectors(dedup.epsilon(), left, heldOutVectors, staging));
      }
      long version =
          run.write(Stage.LEAKS, key, EvaluationLeaks.SPEC, LeakWitness.best(found), Map.of());
      long leaks = run.tables().count(EvaluationLeaks.SPEC.name(), version);
      return new StageResult<>(
          Map.of(EvaluationLeaks.SPEC.name(), version),
          leaks,
          new StageFacts.Leaks(
              heldOutRows,
              leaks,
              dedup.epsilon() == null
                  ? List.of(SemanticFacts.CONTENTS)
                  : List.of(SemanticFacts.CONTENTS, SemanticFacts.VECTORS),
              rules(version)));
    }
  }

  private Map<String, Long> rules(long version) {
    Map<String, Long> rules = new TreeMap<>();
    for (Row row :
        run.tables()
            .read(EvaluationLeaks.SPEC, version)
            .groupBy(col(Duplicates.RULE))
            .agg(count(lit(1)))
            .collectAsList()) {
      rules.put(row.getString(0), row.getLong(1));
    }
    return rules;
  }
}

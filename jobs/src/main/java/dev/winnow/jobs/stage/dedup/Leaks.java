package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.EvaluationLeaks.EVALUATION_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.recipe.Exclude;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.transforms.dedup.semantic.HeldOutLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the examples that duplicate a held-out one: by their vectors, and by their contents where
 * the recipe names the tables of another run. If those tables have no vectors of this run's
 * encoder, such as one that is fitted to each corpus, only contents are compared.
 */
final class Leaks {

  private static final String COSINE = "cosine";

  private final RunContext run;
  private final RunEncoder encoder;
  private final Staging staging;
  private final Exclude exclude;
  private final Optional<HeldOutContents> contents;
  private final boolean vectors;

  /**
   * @param staging staging folder of the stage
   */
  Leaks(RunContext run, RunEncoder encoder, Staging staging) {
    this.run = run;
    this.encoder = encoder;
    this.staging = staging;
    this.exclude = run.recipe().dedup().exclude();
    this.contents = HeldOutContents.beside(run.spark(), exclude.path(), run.input().modality());
    this.vectors = contents.isEmpty() || HeldOutVectors.has(run.spark(), exclude.path(), encoder);
  }

  /** Returns the means by which the examples are compared, as {@link SemanticFacts} names them. */
  List<String> by() {
    List<String> means = new ArrayList<>();
    if (vectors) {
      means.add(SemanticFacts.VECTORS);
    }
    if (contents.isPresent()) {
      means.add(SemanticFacts.CONTENTS);
    }
    return means;
  }

  /**
   * Returns the rows of table evaluation_leaks, one for each example: of several held-out examples
   * the one of equal content, then the one of similar content, then the one of near vector; then
   * the most similar one, then the one of the lowest id.
   *
   * @param left id and embedding of the examples that no step has dropped
   */
  Dataset<Row> find(Dataset<Row> left, EmbeddedExamples examples) {
    Dataset<Row> heldOut =
        vectors ? HeldOutVectors.read(run.spark(), exclude.path(), encoder) : null;
    Dataset<Row> found = vectors ? byVectors(left, heldOut) : null;
    if (contents.isPresent()) {
      Dataset<Row> copies =
          new ContentLeaks(run, staging, contents.get()).find(left, heldOut, examples);
      found = vectors ? found.union(copies) : copies;
    }
    Column order =
        when(col(RULE).isin(ExactKey.rules().toArray()), 0)
            .when(col(RULE).equalTo(COSINE), 2)
            .otherwise(1);
    Column best =
        struct(
            order.as("order"),
            lit(0.0).minus(col(SIMILARITY)).as("negative"),
            col(EVALUATION_ID),
            col(RULE),
            col(SIMILARITY));
    return found
        .groupBy("id")
        .agg(min(best).as("best"))
        .select(
            col("id"),
            col("best." + EVALUATION_ID),
            when(col("best.rule").equalTo(COSINE), col("best.similarity")).as(COSINE_SIMILARITY),
            col("best." + SIMILARITY),
            col("best." + RULE));
  }

  private Dataset<Row> byVectors(Dataset<Row> left, Dataset<Row> heldOut) {
    try (HeldOutLeaks leaks = new HeldOutLeaks(exclude.epsilon(), left, heldOut)) {
      return staging
          .store("leaks", leaks.rows())
          .select(
              col("id"),
              col(DUPLICATE_OF).as(EVALUATION_ID),
              col(COSINE_SIMILARITY).as(SIMILARITY),
              lit(COSINE).as(RULE));
    }
  }
}

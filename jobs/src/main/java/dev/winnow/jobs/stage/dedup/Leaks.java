package dev.winnow.jobs.stage.dedup;

import dev.winnow.jobs.recipe.Exclude;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.SemanticFacts;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Staging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the examples that duplicate a held-out one: by their vectors, and by their contents where
 * the recipe names the tables of another run. If those tables have no vectors of this run's
 * encoder, such as one that is fitted to each corpus, only contents are compared.
 */
final class Leaks {

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
    Dataset<Row> found =
        vectors ? LeakWitness.byVectors(exclude.epsilon(), left, heldOut, staging) : null;
    if (contents.isPresent()) {
      Dataset<Row> copies =
          new ContentLeaks(run, run.recipe().dedup(), staging, contents.get())
              .find(left, heldOut, examples);
      found = vectors ? found.union(copies) : copies;
    }
    return LeakWitness.best(found);
  }
}

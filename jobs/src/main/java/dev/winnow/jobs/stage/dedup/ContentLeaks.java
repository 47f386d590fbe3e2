package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.Duplicates.SIMILARITY;
import static dev.winnow.schemas.EvaluationLeaks.EVALUATION_ID;
import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.TEXT;
import static dev.winnow.schemas.Pairs.LEFT_ID;
import static dev.winnow.schemas.Pairs.REFUSED_BY;
import static dev.winnow.schemas.Pairs.RIGHT_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.transforms.dedup.AcrossLabels;
import dev.winnow.transforms.dedup.LabelGuard;
import dev.winnow.transforms.ingest.Modality;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the examples whose content duplicates that of a held-out example, by the means of exact and
 * near duplicates that the recipe has on. The near search runs over the examples and the held-out
 * ones together; pairs on one side are left out.
 */
final class ContentLeaks {

  /** Beginning of the ids of examples in a search over both sides. */
  private static final String OURS = "c";

  /** Beginning of the ids of held-out examples. */
  private static final String HELD_OUT = "h";

  /** Cause for which a pair of texts is refused that is a leak all the same. */
  private static final String CONTAINMENT = "containment";

  private final RunContext run;
  private final Dedup dedup;
  private final Modality modality;
  private final Staging staging;
  private final HeldOutContents heldOut;

  /**
   * @param dedup means of exact and near duplicates
   */
  ContentLeaks(RunContext run, Dedup dedup, Staging staging, HeldOutContents heldOut) {
    this.run = run;
    this.dedup = dedup;
    this.modality = run.input().modality();
    this.staging = staging;
    this.heldOut = heldOut;
  }

  /**
   * Returns id, evaluation_id, similarity and rule; an id can have several rows. Costs the jobs of
   * the near search.
   *
   * @param vectors id and embedding of the examples that no step has dropped
   * @param heldOutVectors those of the held-out examples; null for none
   */
  Dataset<Row> find(Dataset<Row> vectors, Dataset<Row> heldOutVectors, EmbeddedExamples examples) {
    Dataset<Row> ids = vectors.select(col("id").as("winnow_left"));
    Dataset<Row> left =
        examples
            .all()
            .join(ids, col("id").equalTo(col("winnow_left")), "left_semi")
            .select("id", CONTENT_SHA256, TEXT, LABEL);
    Dataset<Row> found = null;
    if (dedup.exact()) {
      for (ExactKey key : ExactKey.of(modality)) {
        Dataset<Row> equal = equal(key, left, examples);
        found = found == null ? equal : found.union(equal);
      }
    }
    if (dedup.near(modality)) {
      Dataset<Row> near = near(left, vectors, heldOutVectors, examples);
      found = found == null ? near : found.union(near);
    }
    return found == null
        ? vectors
            .limit(0)
            .select(
                col("id"), col("id").as(EVALUATION_ID), lit(1.0).as(SIMILARITY), lit("").as(RULE))
        : found;
  }

  private Dataset<Row> equal(ExactKey key, Dataset<Row> left, EmbeddedExamples examples) {
    boolean images = modality == Modality.IMAGE;
    Dataset<Row> firsts =
        key.keyed(heldOut.examples(), heldOut.thumbnails())
            .where(col("key").isNotNull())
            .groupBy(col("key").as("winnow_key"))
            .agg(min("id").as(EVALUATION_ID));
    return key.keyed(left, images ? examples.thumbnails() : null)
        .join(firsts, col("key").equalTo(col("winnow_key")))
        .select(col("id"), col(EVALUATION_ID), lit(1.0).as(SIMILARITY), lit(key.rule()).as(RULE));
  }

  private Dataset<Row> near(
      Dataset<Row> left,
      Dataset<Row> vectors,
      Dataset<Row> heldOutVectors,
      EmbeddedExamples examples) {
    NearSearch search = new NearSearch(run, dedup, staging, UnaryOperator.identity());
    NearSearch.Found found =
        modality == Modality.IMAGE
            ? search.images(
                "leak-pairs",
                both(thumbnails(left, examples), heldOut.thumbnails()),
                heldOutVectors == null ? null : both(vectors, heldOutVectors))
            : search.texts(
                "leak-pairs",
                both(
                    left.select(col("id"), col(TEXT), lit(1L).as("place")),
                    heldOut.examples().select(col("id"), col(TEXT), lit(0L).as("place"))),
                // Pairs below a threshold are no leaks.
                0);
    Column ours = when(isOurs(LEFT_ID), col(LEFT_ID)).otherwise(col(RIGHT_ID));
    Column theirs = when(isOurs(LEFT_ID), col(RIGHT_ID)).otherwise(col(LEFT_ID));
    // A held-out text leaks through a longer text that has it, too.
    Dataset<Row> across =
        found
            .pairs()
            .where(isOurs(LEFT_ID).notEqual(isOurs(RIGHT_ID)))
            .withColumn(REFUSED_BY, when(col(REFUSED_BY).notEqual(CONTAINMENT), col(REFUSED_BY)));
    return new LabelGuard(AcrossLabels.MERGE)
        .apply(across, both(left.select("id", LABEL), heldOut.examples().select("id", LABEL)))
        .where(col(REFUSED_BY).isNull())
        .select(
            withoutSide(ours).as("id"),
            withoutSide(theirs).as(EVALUATION_ID),
            col(SIMILARITY),
            col(RULE));
  }

  private static Dataset<Row> thumbnails(Dataset<Row> left, EmbeddedExamples examples) {
    Dataset<Row> thumbnails = examples.thumbnails();
    Dataset<Row> ids = left.select(col("id").as("winnow_left"));
    return thumbnails.join(ids, col("id").equalTo(col("winnow_left")), "left_semi");
  }

  /** Returns the rows of both sides in the columns that both have, with ids that tell the side. */
  private static Dataset<Row> both(Dataset<Row> ours, Dataset<Row> heldOut) {
    Column[] shared =
        Arrays.stream(ours.columns())
            .filter(Arrays.asList(heldOut.columns())::contains)
            .filter(column -> !column.equals("id"))
            .map(column -> col(column))
            .toArray(Column[]::new);
    return ofSide(OURS, ours, shared).unionByName(ofSide(HELD_OUT, heldOut, shared));
  }

  private static Dataset<Row> ofSide(String side, Dataset<Row> rows, Column[] columns) {
    Column[] all = new Column[columns.length + 1];
    all[0] = concat(lit(side), col("id")).as("id");
    System.arraycopy(columns, 0, all, 1, columns.length);
    return rows.select(all);
  }

  private static Column isOurs(String id) {
    return col(id).startsWith(OURS);
  }

  private static Column withoutSide(Column id) {
    return substring(id, 2, Integer.MAX_VALUE);
  }
}

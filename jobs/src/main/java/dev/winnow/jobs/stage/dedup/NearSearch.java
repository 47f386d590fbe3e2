package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.Pairs;
import dev.winnow.transforms.dedup.image.NearImageOptions;
import dev.winnow.transforms.dedup.image.NearImages;
import dev.winnow.transforms.dedup.text.NearTexts;
import dev.winnow.transforms.dedup.text.TextOptions;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Searches for near duplicates with the settings of the recipe. */
final class NearSearch {

  private final RunContext run;
  private final Dedup dedup;
  private final Staging staging;
  private final UnaryOperator<Dataset<Row>> judge;

  /**
   * Compared pairs with the figures of the search, as {@link dev.winnow.jobs.run.DedupFacts} has
   * them.
   *
   * @param pairs left_id, right_id, similarity, rule, and refused_by, null for an accepted pair; in
   *     the staging folder
   * @param candidateShare as {@link dev.winnow.jobs.run.DedupEvidence} has it
   */
  record Found(
      Dataset<Row> pairs,
      Double candidateShare,
      Long crowdedHashes,
      Long boundedBuckets,
      Long pairsLeftOut) {

    /** Returns the pairs of duplicates. */
    Dataset<Row> accepted() {
      return pairs.where(col(Pairs.REFUSED_BY).isNull());
    }
  }

  /**
   * @param staging staging folder of the stage, which receives the pairs
   * @param judge judges the pairs further before they are stored, and may add columns
   */
  NearSearch(RunContext run, Dedup dedup, Staging staging, UnaryOperator<Dataset<Row>> judge) {
    this.judge = judge;
    this.run = run;
    this.dedup = dedup;
    this.staging = staging;
  }

  /**
   * Compares pictures, see {@link NearImages}.
   *
   * @param name of the pairs in the staging folder
   * @param pictures as {@link NearImages#apply(Dataset, Dataset)} takes them, and so the embeddings
   */
  Found images(String name, Dataset<Row> pictures, Dataset<Row> embeddings) {
    NearImageOptions defaults = NearImageOptions.defaults(run.recipe().seed());
    NearImageOptions options =
        new NearImageOptions(
            dedup.nearHamming() == null ? defaults.hammingRadius() : dedup.nearHamming(),
            dedup.nearCorrelation() == null ? defaults.correlation() : dedup.nearCorrelation(),
            defaults.neighbours(),
            defaults.probes(),
            Set.copyOf(dedup.invariances()),
            defaults.seed());
    try (NearImages near = new NearImages(options, run.progress().fit())) {
      Dataset<Row> proposed = near.apply(pictures, embeddings);
      run.progress().step("comparing pictures that are near", 0);
      Dataset<Row> pairs = staging.store(name, judge.apply(proposed));
      return new Found(pairs, null, near.crowdedHashes(), null, null);
    }
  }

  /**
   * Compares texts, see {@link NearTexts}.
   *
   * @param name of the pairs in the staging folder
   * @param texts as {@link NearTexts#apply} takes them
   * @param nearMiss as {@link TextOptions#nearMiss} has it
   */
  Found texts(String name, Dataset<Row> texts, double nearMiss) {
    TextOptions options =
        new TextOptions(
            dedup.nearJaccard() == null ? TextOptions.NEAR_JACCARD : dedup.nearJaccard(),
            Set.copyOf(dedup.rules()),
            Set.copyOf(dedup.guards()),
            dedup.minContainment(),
            nearMiss);
    NearTexts near = new NearTexts(options);
    NearTexts.Found found = near.apply(texts);
    Dataset<Row> pairs = staging.store(name, judge.apply(found.pairs()));
    Row bounded = found.bounded().agg(count(lit(1)), sum("pairs_left_out")).first();
    return new Found(
        pairs,
        near.expectedRecall(options.nearJaccard()),
        null,
        bounded.getLong(0),
        bounded.isNullAt(1) ? 0 : bounded.getLong(1));
  }
}

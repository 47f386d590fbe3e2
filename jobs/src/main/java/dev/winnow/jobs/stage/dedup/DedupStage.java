package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.DedupFacts;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.QuarantineTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.ExactDuplicates;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.image.NearImageOptions;
import dev.winnow.transforms.dedup.image.NearImages;
import dev.winnow.transforms.dedup.text.NearTexts;
import dev.winnow.transforms.dedup.text.TextDuplicates;
import dev.winnow.transforms.dedup.text.TextNormalForm;
import dev.winnow.transforms.ingest.Modality;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the exact and the near duplicates. First come examples of equal content, then those of
 * equal pixels or equal normalised text among the rest, then similar pictures or texts among the
 * rest. The largest image or the longest text of each group stays; ties go to the lower id.
 */
public final class DedupStage implements StageRunner {

  private final RunContext run;
  private final Dedup dedup;
  private final Modality modality;

  public DedupStage(RunContext run) {
    this.run = run;
    this.dedup = run.recipe().dedup();
    this.modality = run.input().modality();
  }

  @Override
  public StageResult<DedupFacts> execute(String key, Done done) {
    try (Staging staging = run.staging("dedup")) {
      staging.keepCheckpoints();
      DuplicatesTable table = new DuplicatesTable(run, staging);
      Dataset<Row> examples = examples(done);
      if (dedup.exact()) {
        run.progress().step("looking for equal content", done.embeddings().rows());
        exact(table, examples, done);
      }
      Near near = Near.NONE;
      if (dedup.near(modality)) {
        run.progress().step("looking for near duplicates", done.embeddings().rows());
        Dataset<Row> left = table.remaining(examples);
        near = modality == Modality.IMAGE ? images(table, left, done, staging) : texts(table, left);
      }
      long version = table.write(Stage.DEDUP, key);
      return new StageResult<>(
          Map.of(Duplicates.SPEC.name(), version),
          run.tables().count(Duplicates.SPEC.name(), version),
          new DedupFacts(
              near.pairs(),
              near.crowdedHashes(),
              near.boundedBuckets(),
              near.pairsLeftOut(),
              table.countByRule(version)));
    }
  }

  /** Figures of the search for near duplicates, as {@link DedupFacts} has them. */
  private record Near(Long pairs, Long crowdedHashes, Long boundedBuckets, Long pairsLeftOut) {

    static final Near NONE = new Near(null, null, null, null);
  }

  /**
   * Returns the embedded examples with their place in a group; the example with the lowest place
   * stays.
   */
  private Dataset<Row> examples(Done done) {
    Column place =
        switch (modality) {
          case IMAGE -> negate(col("width").cast("long").multiply(col("height")));
          case TEXT -> negate(length(col("text")));
          case EMBEDDING, PAIR -> lit(0L);
        };
    Dataset<Row> ingested =
        run.tables()
            .read(Examples.SPEC, done.ingest().version(Examples.SPEC.name()))
            .select(col("id"), col(CONTENT_SHA256), col("text"), place.cast("long").as("place"));
    return Dropped.antiJoin(
        ingested,
        new QuarantineTable(run)
            .refused(done.embeddings().version(Quarantine.SPEC.name()), Stage.EMBED));
  }

  private Dataset<Row> thumbnails(Done done) {
    return Columns.complete(
        run.tables().read(Thumbnails.SPEC, done.ingest().version(Thumbnails.SPEC.name())),
        Thumbnails.SPEC);
  }

  private void exact(DuplicatesTable table, Dataset<Row> examples, Done done) {
    table.add("exact", exact(CONTENT_SHA256, examples, col(CONTENT_SHA256)));
    if (modality == Modality.IMAGE) {
      Dataset<Row> pixels = thumbnails(done).select(col("id").as("picture"), col("pixels_sha256"));
      Dataset<Row> left = table.remaining(examples);
      table.add(
          "exact",
          exact(
              "pixels",
              left.join(pixels, left.col("id").equalTo(pixels.col("picture"))),
              col("pixels_sha256")));
    } else if (modality == Modality.TEXT) {
      table.add(
          "exact",
          exact("normal_form", table.remaining(examples), TextNormalForm.sha256(col("text"))));
    }
  }

  private static Dataset<Row> exact(String rule, Dataset<Row> rows, Column key) {
    return new ExactDuplicates(rule).apply(rows.select(col("id"), key.as("key"), col("place")));
  }

  private DuplicateGroups groups() {
    return new DuplicateGroups(dedup.rule() == Rule.COMPONENTS ? Rule.COMPONENTS : Rule.GREEDY);
  }

  private Near images(DuplicatesTable table, Dataset<Row> left, Done done, Staging staging) {
    NearImageOptions defaults = NearImageOptions.defaults(run.recipe().seed());
    NearImageOptions options =
        new NearImageOptions(
            dedup.nearHamming() == null ? defaults.hammingRadius() : dedup.nearHamming(),
            dedup.nearCorrelation() == null ? defaults.correlation() : dedup.nearCorrelation(),
            defaults.neighbours(),
            defaults.probes(),
            Set.copyOf(dedup.invariances()),
            defaults.seed());
    Dataset<Row> ids = left.select(col("id").as("left"));
    Dataset<Row> thumbnails = thumbnails(done);
    Dataset<Row> pictures =
        thumbnails
            .join(ids, thumbnails.col("id").equalTo(ids.col("left")), "left_semi")
            .select("id", "thumbnail");
    Dataset<Row> vectors =
        RunEncoder.of(done.embeddings())
            .get(run.recipe().clusteredBy())
            .embeddings(run.tables(), done.embeddings());
    Dataset<Row> embeddings =
        vectors.join(ids, vectors.col("id").equalTo(ids.col("left")), "left_semi");
    try (NearImages near = new NearImages(options, run.progress()::note)) {
      Dataset<Row> pairs =
          staging
              .store("pairs", near.apply(pictures, embeddings))
              .where(col("refused_by").isNull());
      table.add("near", groups().apply(pairs, left.select("id", "place")));
      return new Near(pairs.count(), near.crowdedHashes(), null, null);
    }
  }

  private Near texts(DuplicatesTable table, Dataset<Row> left) {
    double least = dedup.nearJaccard() == null ? NearTexts.NEAR_JACCARD : dedup.nearJaccard();
    NearTexts near = new NearTexts(least);
    Dataset<Row> texts = left.select("id", "text", "place");
    Dataset<Row> boundedBuckets;
    if (dedup.exact()) {
      // The search for equal content has dropped texts of equal normal form.
      NearTexts.Found found = near.apply(texts);
      table.add("near", groups().apply(found.pairs(), texts.select("id", "place")));
      boundedBuckets = found.bounded();
    } else {
      TextDuplicates.Found found = new TextDuplicates(near, groups()).apply(texts);
      table.add("near", found.dropped());
      boundedBuckets = found.bounded();
    }
    Row bounded = boundedBuckets.agg(count(lit(1)), sum("pairs_left_out")).first();
    long buckets = bounded.getLong(0);
    long leftOut = bounded.isNullAt(1) ? 0 : bounded.getLong(1);
    if (buckets > 0) {
      run.warn(
          Texts.count(buckets)
              + " buckets of similar texts had too many pairs to compare all; "
              + Texts.count(leftOut)
              + " pairs were left out");
    }
    return new Near(null, null, buckets, leftOut);
  }
}

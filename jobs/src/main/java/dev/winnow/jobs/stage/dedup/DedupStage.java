package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.recipe.DedupRule;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the exact and the near duplicates: of equal content first, of equal pixels or normalised
 * text among what is left, of similar pictures or texts among what is left then. Of each group the
 * largest image or the longest text stays, ties to the lower id.
 */
public final class DedupStage {

  private final RunContext run;
  private final Dedup dedup;
  private final Modality modality;
  private final Map<String, Object> details = new LinkedHashMap<>();

  public DedupStage(RunContext run) {
    this.run = run;
    this.dedup = run.recipe().dedup();
    this.modality = run.input().modality();
  }

  public StageResult execute(String key, StageResult ingest, StageResult embed) {
    DroppedRows dropped = new DroppedRows(run, "dedup");
    dropped.keepSnapshots();
    Dataset<Row> examples = examples(ingest, embed);
    if (dedup.exact()) {
      run.progress().step("looking for equal content", embed.rows());
      dropped.add("exact", exact(CONTENT_SHA256, examples, col(CONTENT_SHA256)));
      if (modality == Modality.IMAGE) {
        Dataset<Row> pixels =
            thumbnails(ingest).select(col("id").as("picture"), col("pixels_sha256"));
        Dataset<Row> left = dropped.leftOf(examples);
        dropped.add(
            "exact",
            exact(
                "pixels",
                left.join(pixels, left.col("id").equalTo(pixels.col("picture"))),
                col("pixels_sha256")));
      } else if (modality == Modality.TEXT) {
        dropped.add(
            "exact",
            exact("normal_form", dropped.leftOf(examples), TextNormalForm.sha256(col("text"))));
      }
    }
    if (dedup.near(modality)) {
      run.progress().step("looking for near duplicates", embed.rows());
      Dataset<Row> left = dropped.leftOf(examples);
      if (modality == Modality.IMAGE) {
        images(dropped, left, ingest, embed);
      } else {
        texts(dropped, left);
      }
    }
    long version =
        run.tables()
            .overwrite(
                Duplicates.SPEC,
                dropped.all(),
                run.writeKey(Stage.DEDUP, key, Duplicates.SPEC.name()),
                run.properties(Map.of()));
    dropped.delete();
    details.putAll(counts(version));
    return new StageResult(
        Map.of(Duplicates.SPEC.name(), version),
        run.tables().count(Duplicates.SPEC.name(), version),
        details);
  }

  /** The embedded examples with their place: lesser ones stay. */
  private Dataset<Row> examples(StageResult ingest, StageResult embed) {
    Column place =
        switch (modality) {
          case IMAGE -> negated(col("width").cast("long").multiply(col("height")));
          case TEXT -> negated(length(col("text")));
          case EMBEDDING, PAIR -> lit(0L);
        };
    Dataset<Row> refused =
        run.tables()
            .read(Quarantine.SPEC, embed.version(Quarantine.SPEC.name()))
            .where(col("stage").equalTo(Stage.EMBED.label()))
            .select(col("id").as("refused"));
    Dataset<Row> all =
        run.tables()
            .read(Examples.SPEC, ingest.version(Examples.SPEC.name()))
            .select(col("id"), col(CONTENT_SHA256), col("text"), place.cast("long").as("place"));
    return all.join(refused, col("id").equalTo(col("refused")), "left_anti");
  }

  private static Column negated(Column size) {
    return org.apache.spark.sql.functions.negate(size);
  }

  private Dataset<Row> thumbnails(StageResult ingest) {
    return run.tables().read(Thumbnails.SPEC, ingest.version(Thumbnails.SPEC.name()));
  }

  private static Dataset<Row> exact(String rule, Dataset<Row> rows, Column key) {
    return new ExactDuplicates(rule).apply(rows.select(col("id"), key.as("key"), col("place")));
  }

  private DuplicateGroups groups() {
    return new DuplicateGroups(
        dedup.rule() == DedupRule.COMPONENTS ? Rule.COMPONENTS : Rule.GREEDY);
  }

  private void images(
      DroppedRows dropped, Dataset<Row> left, StageResult ingest, StageResult embed) {
    NearImageOptions defaults = NearImageOptions.defaults(run.recipe().seed());
    NearImageOptions options =
        new NearImageOptions(
            dedup.nearHamming() == null ? defaults.hammingRadius() : dedup.nearHamming(),
            dedup.nearCorrelation() == null ? defaults.correlation() : dedup.nearCorrelation(),
            defaults.neighbours(),
            defaults.probes(),
            defaults.seed());
    Dataset<Row> ids = left.select(col("id").as("left"));
    Dataset<Row> thumbnails = thumbnails(ingest);
    Dataset<Row> pictures =
        thumbnails
            .join(ids, thumbnails.col("id").equalTo(ids.col("left")), "left_semi")
            .select("id", "thumbnail");
    Dataset<Row> vectors =
        RunEncoder.of(embed).get(run.recipe().clusteredBy()).embeddings(run, embed);
    Dataset<Row> embeddings =
        vectors.join(ids, vectors.col("id").equalTo(ids.col("left")), "left_semi");
    try (NearImages near = new NearImages(options, run.progress()::note)) {
      Dataset<Row> pairs = dropped.staged("pairs", near.apply(pictures, embeddings));
      details.put("pairs", pairs.count());
      details.put("crowded_hashes", near.crowdedHashes());
      dropped.add("near", groups().apply(pairs, left.select("id", "place")));
    }
  }

  private void texts(DroppedRows dropped, Dataset<Row> left) {
    double least = dedup.nearJaccard() == null ? NearTexts.NEAR_JACCARD : dedup.nearJaccard();
    NearTexts near = new NearTexts(least);
    Dataset<Row> texts = left.select("id", "text", "place");
    Dataset<Row> boundedBuckets;
    if (dedup.exact()) {
      // Texts of equal normal form have gone before.
      NearTexts.Found found = near.apply(texts);
      dropped.add("near", groups().apply(found.pairs(), texts.select("id", "place")));
      boundedBuckets = found.bounded();
    } else {
      TextDuplicates.Found found = new TextDuplicates(near, groups()).apply(texts);
      dropped.add("near", found.dropped());
      boundedBuckets = found.bounded();
    }
    Row bounded = boundedBuckets.agg(count(lit(1)), sum("pairs_left_out")).first();
    details.put("bounded_buckets", bounded.getLong(0));
    details.put("pairs_left_out", bounded.isNullAt(1) ? 0L : bounded.getLong(1));
    if (bounded.getLong(0) > 0) {
      run.warn(
          Texts.count(bounded.getLong(0))
              + " buckets of similar texts were too full for all of their pairs; "
              + Texts.count(bounded.getLong(1))
              + " pairs were left out");
    }
  }

  private Map<String, Object> counts(long version) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Row row :
        run.tables()
            .read(Duplicates.SPEC, version)
            .groupBy("kind", "rule")
            .agg(count(lit(1)))
            .orderBy("kind", "rule")
            .collectAsList()) {
      counts.put(row.getString(0) + "_" + row.getString(1), row.getLong(2));
    }
    return counts;
  }
}

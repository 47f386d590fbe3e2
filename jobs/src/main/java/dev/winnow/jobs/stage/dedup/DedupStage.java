package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Examples.CONTENT_SHA256;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.SOURCE;
import static dev.winnow.schemas.Examples.TEXT;
import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Dedup;
import dev.winnow.jobs.run.DataSizes;
import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.run.DedupFacts;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.LabelConflicts;
import dev.winnow.schemas.Pairs;
import dev.winnow.transforms.dedup.DuplicateGroups;
import dev.winnow.transforms.dedup.LabelGuard;
import dev.winnow.transforms.dedup.LabelledDuplicates;
import dev.winnow.transforms.dedup.Rule;
import dev.winnow.transforms.dedup.text.TextOptions;
import dev.winnow.transforms.ingest.Modality;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the exact and the near duplicates. First come examples of equal content, then those of
 * equal pixels or equal text in another form among the rest, then similar pictures or texts among
 * the rest. The first example of each group by {@link SurvivorOrder} stays. Pairs of different
 * labels and the evidence on near pairs are written too.
 */
public final class DedupStage implements StageRunner {

  /** Bytes of the 26 keys of a text in the search for near ones. */
  private static final long KEY_BYTES = 26 * 120;

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
    return DataSizes.ofFewRows(
        run.spark(),
        done.embeddings().rows(),
        done.ingest().facts().bytes(),
        modality != Modality.IMAGE,
        () -> deduplicated(key, done));
  }

  private StageResult<DedupFacts> deduplicated(String key, Done done) {
    Map<String, Long> versions = new LinkedHashMap<>();
    try (Staging staging = run.staging("dedup")) {
      staging.keepCheckpoints();
      DuplicatesTable table = new DuplicatesTable(run, staging);
      LabelConflictsTable conflicts = new LabelConflictsTable(run, staging);
      EmbeddedExamples examples = new EmbeddedExamples(run, done);
      Dataset<Row> placed = placed(examples, staging);
      if (dedup.exact()) {
        run.progress().step("looking for equal content", 0);
        for (ExactKey exact : ExactKey.of(modality)) {
          equal("exact", exact, examples, table.remaining(placed), table, conflicts);
        }
      }
      Near near = Near.NONE;
      if (dedup.near(modality)) {
        run.progress().step("looking for near duplicates", 0);
        if (modality == Modality.TEXT && !dedup.exact()) {
          // Equal texts would fill the buckets of the search.
          equal("near", ExactKey.FORM, examples, table.remaining(placed), table, conflicts);
        }
        near =
            DataSizes.moving(
                run.spark(),
                movedBytes(done.embeddings().rows()),
                () ->
                    near(key, done, examples, table.remaining(placed), staging, table, conflicts));
        versions.put(Pairs.SPEC.name(), near.version());
      }
      long version = table.write(Stage.DEDUP, key);
      versions.put(Duplicates.SPEC.name(), version);
      Dataset<Row> dropped = run.tables().read(Duplicates.SPEC, version);
      LabelConflictsTable.Written written =
          conflicts.write(Stage.DEDUP, key, examples.all(), dropped);
      versions.put(LabelConflicts.SPEC.name(), written.version());
      return new StageResult<>(
          versions,
          run.tables().count(Duplicates.SPEC.name(), version),
          new DedupFacts(
              near.pairs(),
              near.crowdedHashes(),
              near.boundedBuckets(),
              near.pairsLeftOut(),
              table.countByRule(version),
              new DedupEvidence(
                  near.refused(),
                  near.candidateShare(),
                  near.linkedSurvivors(),
                  written.rows(),
                  written.merged(),
                  Losses.of(examples.all(), dropped))));
    }
  }

  /**
   * Figures of the search for near duplicates, as {@link DedupFacts} has them.
   *
   * @param version of table pairs; null without the search
   */
  private record Near(
      Long version,
      Long pairs,
      Long crowdedHashes,
      Long boundedBuckets,
      Long pairsLeftOut,
      Map<String, Long> refused,
      Double candidateShare,
      Long linkedSurvivors) {

    static final Near NONE = new Near(null, null, null, null, null, null, null, null);
  }

  /** Returns id, content, text, label and place of the examples; the least place stays. */
  private Dataset<Row> placed(EmbeddedExamples examples, Staging staging) {
    Dataset<Row> order =
        modality == Modality.IMAGE
            ? SurvivorOrder.images(examples.all(), examples.thumbnails())
            : SurvivorOrder.other(examples.all());
    Dataset<Row> places = staging.store("places", order).withColumnRenamed("id", "winnow_placed");
    return examples
        .all()
        .select("id", CONTENT_SHA256, TEXT, LABEL, SOURCE)
        .join(places, col("id").equalTo(col("winnow_placed")))
        .drop("winnow_placed");
  }

  private void equal(
      String kind,
      ExactKey exact,
      EmbeddedExamples examples,
      Dataset<Row> left,
      DuplicatesTable table,
      LabelConflictsTable conflicts) {
    LabelledDuplicates duplicates = new LabelledDuplicates(exact.rule(), dedup.acrossLabels());
    Dataset<Row> thumbnails = modality == Modality.IMAGE ? examples.thumbnails() : null;
    Dataset<Row> rows = exact.keyed(left, thumbnails).select("id", "key", "place", LABEL);
    if (examples.haveLabels()) {
      conflicts.add(kind, duplicates.conflicts(rows));
    }
    table.add(kind, duplicates.dropped(rows));
  }

  private DuplicateGroups groups() {
    return new DuplicateGroups(dedup.rule() == Rule.COMPONENTS ? Rule.COMPONENTS : Rule.GREEDY);
  }

  private Near near(
      String key,
      Done done,
      EmbeddedExamples examples,
      Dataset<Row> left,
      Staging staging,
      DuplicatesTable table,
      LabelConflictsTable conflicts) {
    boolean labelled = examples.haveLabels();
    LabelGuard guard = new LabelGuard(dedup.acrossLabels());
    NearSearch search =
        new NearSearch(
            run,
            dedup,
            staging,
            pairs -> labelled ? guard.apply(pairs, examples.all().select("id", LABEL)) : pairs);
    NearSearch.Found found =
        modality == Modality.IMAGE
            ? images(search, examples, left, done)
            : search.texts(
                "pairs",
                left.select("id", TEXT, "place"),
                TextOptions.nearMiss(done.embeddings().rows()));
    if (labelled) {
      conflicts.add(
          "near",
          found
              .pairs()
              .where(
                  LabelGuard.differ()
                      .and(
                          col(Pairs.REFUSED_BY)
                              .isNull()
                              .or(col(Pairs.REFUSED_BY).equalTo(LabelGuard.REFUSED)))));
    }
    Dataset<Row> accepted = found.accepted();
    Map<String, Long> refused = PairsTable.countByReason(found.pairs());
    long pairs = refused.remove(PairsTable.NOT_REFUSED);
    Dataset<Row> dropped =
        table.add("near", groups().apply(accepted, left.select("id", "place"), pairs));
    if (found.boundedBuckets() != null && found.boundedBuckets() > 0) {
      run.warn(
          Texts.count(found.boundedBuckets())
              + " buckets of similar texts had too many pairs to compare all; "
              + Texts.count(found.pairsLeftOut())
              + " pairs were left out");
    }
    return new Near(
        PairsTable.write(run, key, found.pairs()),
        pairs,
        found.crowdedHashes(),
        found.boundedBuckets(),
        found.pairsLeftOut(),
        refused,
        found.candidateShare(),
        SurvivorLinks.count(accepted, dropped));
  }

  /** Returns about the bytes of the keys of texts, each of which has a key for each band. */
  private long movedBytes(long rows) {
    return modality == Modality.TEXT && rows > DataSizes.FEW_ROWS ? rows * KEY_BYTES : 0;
  }

  private NearSearch.Found images(
      NearSearch search, EmbeddedExamples examples, Dataset<Row> left, Done done) {
    Dataset<Row> ids = left.select(col("id").as("left"));
    Dataset<Row> thumbnails = examples.thumbnails();
    Dataset<Row> pictures =
        thumbnails.join(ids, thumbnails.col("id").equalTo(ids.col("left")), "left_semi");
    Dataset<Row> vectors =
        RunEncoder.of(done.embeddings())
            .get(run.recipe().clusteredBy())
            .embeddings(run.tables(), done.embeddings());
    return search.images(
        "pairs",
        pictures,
        vectors.join(ids, vectors.col("id").equalTo(ids.col("left")), "left_semi"));
  }
}

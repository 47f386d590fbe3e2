package dev.winnow.jobs.stage.embed;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.EmbedFacts;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.QuarantineTable;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.HeldOut;
import dev.winnow.schemas.Quarantine;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.ingest.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeds every example: from its stored content, or by reading the input again in one pass. Content
 * that is read again must have the hash that ingest computed. With several encoders, an example
 * that one of them refuses is refused.
 */
public final class EmbedStage implements StageRunner {

  /** Rows of a task: small enough for many tasks, large enough to keep an encoder busy. */
  private static final long ROWS_PER_TASK = 2_000;

  private final RunContext run;

  public EmbedStage(RunContext run) {
    this.run = run;
  }

  @Override
  public StageResult<EmbedFacts> execute(String key, Done done) {
    StageResult<IngestFacts> ingest = done.ingest();
    Dataset<Row> examples = run.tables().read(Examples.SPEC, ingest.version(Examples.SPEC.name()));
    try (Staging staging = run.staging("embed")) {
      List<EncodedExamples> encoded = new ArrayList<>();
      List<EmbedFacts.Encoder> facts = new ArrayList<>();
      for (int i = 0; i < run.recipe().embed().size(); i++) {
        encoded.add(encode(key, examples, done, i, facts, staging));
      }
      return write(key, ingest, encoded, facts, staging);
    }
  }

  private StageResult<EmbedFacts> write(
      String key,
      StageResult<IngestFacts> ingest,
      List<EncodedExamples> encoded,
      List<EmbedFacts.Encoder> facts,
      Staging staging) {
    run.progress().step("writing embeddings", ingest.rows());
    boolean several = encoded.size() > 1;
    Dataset<Row> refusals =
        several
            ? staging.store("refused", EncodedExamples.refusedByAny(encoded))
            : encoded.get(0).refused();
    Dataset<Row> accepted =
        several ? EncodedExamples.acceptedByAll(encoded, refusals) : encoded.get(0).accepted();
    Map<String, String> properties =
        RunEncoder.properties(encoded.stream().map(EncodedExamples::by).toList());
    long embeddings = run.write(Stage.EMBED, key, Embeddings.SPEC, accepted, properties);
    long rows = run.tables().count(Embeddings.SPEC.name(), embeddings) / encoded.size();
    long refused = ingest.rows() - rows;

    QuarantineTable table = new QuarantineTable(run);
    long quarantine = ingest.version(Quarantine.SPEC.name());
    Map<String, Long> codes = Map.of();
    // Without refusals the version of ingest remains valid. This saves a second pass over all rows,
    // and a commit without a change.
    if (refused > 0) {
      quarantine = table.writeEmbedded(key, quarantine, refusals, properties);
      codes = table.countCodes(quarantine, Stage.EMBED);
    }
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(Embeddings.SPEC.name(), embeddings);
    versions.put(Quarantine.SPEC.name(), quarantine);
    return new StageResult<>(versions, rows, new EmbedFacts(facts, refused, codes));
  }

  /**
   * Encodes all examples with one encoder, into the staging folder. An encoder that is fitted reads
   * no held-out example for it.
   *
   * @param facts receives the facts of the encoder, after those of the encoders before it
   */
  private EncodedExamples encode(
      String key,
      Dataset<Row> examples,
      Done done,
      int index,
      List<EmbedFacts.Encoder> facts,
      Staging staging) {
    long rows = done.ingest().rows();
    Embed embed = run.recipe().embed().get(index);
    Modality side = embed.of() == null ? run.input().modality() : embed.of().modality();
    Content content = new Content(run, examples, rows, side, embed.encoder());
    FittedEncoders.Choice choice =
        new FittedEncoders(
                run,
                embed,
                content,
                done.holds(Stage.SPLIT) ? toFit(examples, done) : examples,
                rows)
            .choose(key);
    run.progress().step("embedding " + Texts.count(rows) + " rows with " + choice.name(), rows);
    Dataset<Row> encoded =
        staging.store("encoder-" + index, choice.encoding().apply(content.readAll()));
    int dim = choice.dim();
    if (dim == 0) {
      dim = Vectors.commonLength(encoded, "embedding");
      encoded = Encoding.ofLength(encoded, dim);
    }
    // Two settings of one model share its name, which with the id is the key of the vectors.
    boolean taken = facts.stream().anyMatch(other -> other.encoder().equals(choice.name()));
    RunEncoder by =
        new RunEncoder(
            run.recipe().severalEncoders() ? embed.name() : null,
            taken ? choice.name() + "." + embed.name() : choice.name(),
            dim);
    facts.add(
        new EmbedFacts.Encoder(
            by.name(),
            dim,
            by.encoder(),
            choice.model(),
            choice.className(),
            choice.fitRows(),
            choice.settings()));
    return new EncodedExamples(by, content.join(examples, encoded));
  }

  /**
   * Returns the examples that an encoder may be fitted on: neither held out nor with the content of
   * a held-out one.
   */
  private Dataset<Row> toFit(Dataset<Row> examples, Done done) {
    Dataset<Row> ids = run.tables().read(HeldOut.SPEC, done.split().version(HeldOut.SPEC.name()));
    Dataset<Row> contents =
        Dropped.semiJoin(examples, ids).select(col(Examples.CONTENT_SHA256).as("winnow_held"));
    return Dropped.antiJoin(examples, ids)
        .join(contents, col(Examples.CONTENT_SHA256).equalTo(col("winnow_held")), "left_anti");
  }

  /**
   * Returns the number of tasks that embed stored contents: one for every 2,000 rows, or more if
   * cores would be idle and each task still has enough to do.
   *
   * @param parallelism number of cores
   * @param kind a model takes milliseconds for a row, so 50 rows are worth a task; other encoders
   *     take microseconds
   */
  static int tasks(long rows, int parallelism, EncoderKind kind) {
    boolean isModel = kind == EncoderKind.DJL || kind == EncoderKind.SPARK_ML;
    long forCores = Math.min(parallelism, rows / (isModel ? 50 : ROWS_PER_TASK / 2));
    return (int) Math.max(1, Math.min(20_000, Math.max(forCores, rows / ROWS_PER_TASK)));
  }
}

package dev.winnow.jobs.stage.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.recipe.Embed;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.RunEncoder;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.transforms.embed.Encoding;
import dev.winnow.transforms.ingest.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeds every example: from its stored content, or by reading the input again in one pass, where
 * the content's hash must be what ingest saw. With several encoders, an example that one of them
 * refuses is refused.
 */
public final class EmbedStage {

  /** Rows of a task: small enough for many tasks, large enough to keep an encoder busy. */
  private static final long ROWS_PER_TASK = 2_000;

  private final RunContext run;

  public EmbedStage(RunContext run) {
    this.run = run;
  }

  public StageResult execute(String key, StageResult ingest) {
    Dataset<Row> examples = run.tables().read(Examples.SPEC, ingest.version(Examples.SPEC.name()));
    List<EncodedExamples> encoded = new ArrayList<>();
    List<RunEncoder> encoders = new ArrayList<>();
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < run.recipe().embed().size(); i++) {
      EncodedExamples one = encode(key, examples, ingest.rows(), i, facts, encoders);
      encoded.add(one);
      encoders.add(one.by());
    }

    run.progress().step("writing embeddings", ingest.rows());
    boolean several = encoded.size() > 1;
    Dataset<Row> refusals =
        several
            ? staged(EncodedExamples.refusedByAny(encoded), staging(encoded.size()))
            : encoded.get(0).refused();
    Map<String, String> properties = run.properties(RunEncoder.properties(encoders));
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(
        Embeddings.SPEC.name(),
        run.tables()
            .overwrite(
                Embeddings.SPEC,
                several
                    ? EncodedExamples.acceptedByAll(encoded, refusals)
                    : encoded.get(0).accepted(),
                run.writeKey(Stage.EMBED, key, Embeddings.SPEC.name()),
                properties));
    long rows =
        run.tables().count(Embeddings.SPEC.name(), versions.get(Embeddings.SPEC.name()))
            / encoded.size();
    long refused = ingest.rows() - rows;
    versions.put(
        Quarantine.SPEC.name(),
        refused == 0
            // The table as ingest left it: no second pass over all rows, no commit without change.
            ? ingest.version(Quarantine.SPEC.name())
            : quarantine(key, ingest, refusals, properties));
    Map<String, Object> details = new LinkedHashMap<>(RunEncoder.details(encoders, facts));
    details.put("quarantined", refused);
    details.put("codes", refused == 0 ? Map.of() : codes(versions.get(Quarantine.SPEC.name())));
    for (int i = 0; i <= encoded.size(); i++) {
      Warehouse.delete(run.hadoop(), staging(i));
    }
    return new StageResult(versions, rows, details);
  }

  /**
   * What one encoder makes of all examples, stored in a staging folder of its own.
   *
   * @param facts receives what the run record says of it
   * @param before the encoders before it
   */
  private EncodedExamples encode(
      String key,
      Dataset<Row> examples,
      long rows,
      int index,
      List<Map<String, Object>> facts,
      List<RunEncoder> before) {
    Embed embed = run.recipe().embed().get(index);
    Modality side = embed.of() == null ? run.input().modality() : embed.of().modality();
    Content content = new Content(run, examples, rows, side);
    FittedEncoders.Choice choice = new FittedEncoders(run, embed, content, rows).choose(key);
    run.progress().step("embedding " + Texts.count(rows) + " rows with " + choice.name(), rows);
    Dataset<Row> encoded = staged(choice.encoding().apply(content.all()), staging(index));
    int dim = choice.dim();
    if (dim == 0) {
      dim = Vectors.commonLength(encoded, "embedding");
      encoded = Encoding.ofLength(encoded, dim);
    }
    facts.add(choice.details());
    // Two settings of one model share its name, which with the id is the key of the vectors.
    boolean taken = before.stream().anyMatch(other -> other.encoder().equals(choice.name()));
    RunEncoder by =
        new RunEncoder(
            run.recipe().severalEncoders() ? embed.name() : null,
            taken ? choice.name() + "." + embed.name() : choice.name(),
            dim);
    return new EncodedExamples(by, content.joined(examples, encoded));
  }

  private String staging(int index) {
    return run.staging(index == 0 ? "embed" : "embed" + index);
  }

  private Dataset<Row> staged(Dataset<Row> rows, String folder) {
    rows.write().mode("overwrite").parquet(folder);
    return run.spark().read().parquet(folder);
  }

  /** What ingest refused, and the rows that have no vector; returns the table's version. */
  private long quarantine(
      String key, StageResult ingest, Dataset<Row> refusals, Map<String, String> properties) {
    Dataset<Row> refused =
        refusals
            .withColumn("claimed_id", lit(null).cast("string"))
            .withColumn("stage", lit(Stage.EMBED.label()))
            .select(Columns.of(Quarantine.SPEC));
    return run.tables()
        .overwrite(
            Quarantine.SPEC,
            run.tables()
                .read(Quarantine.SPEC, ingest.version(Quarantine.SPEC.name()))
                .unionByName(refused),
            run.writeKey(Stage.EMBED, key, Quarantine.SPEC.name()),
            properties);
  }

  private Map<String, Long> codes(long version) {
    Map<String, Long> codes = new TreeMap<>();
    for (Row row :
        run.tables()
            .read(Quarantine.SPEC, version)
            .where(col("stage").equalTo(Stage.EMBED.label()))
            .groupBy("code")
            .agg(count(lit(1)))
            .collectAsList()) {
      codes.put(row.getString(0), row.getLong(1));
    }
    return codes;
  }

  static int tasks(long rows, int parallelism) {
    return (int)
        Math.max(
            1, Math.min(20_000, Math.max(Math.min(parallelism, rows / 50), rows / ROWS_PER_TASK)));
  }
}

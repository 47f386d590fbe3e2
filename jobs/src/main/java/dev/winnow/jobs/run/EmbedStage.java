package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.schemas.Embeddings;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.transforms.embed.Encoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Embeds every example: from its stored content, or by reading the input again in one pass, where
 * the content's hash must be what ingest saw.
 */
final class EmbedStage {

  /** Rows of a task: small enough for many tasks, large enough to keep an encoder busy. */
  private static final long ROWS_PER_TASK = 2_000;

  private final RunContext run;

  EmbedStage(RunContext run) {
    this.run = run;
  }

  StageResult execute(String key, StageResult ingest) {
    Dataset<Row> examples = run.tables().read(Examples.SPEC, ingest.version(Examples.SPEC.name()));
    Content content = new Content(run, examples, ingest.rows());
    FittedEncoders.Choice encoder = new FittedEncoders(run, content, ingest.rows()).choose(key);
    run.progress()
        .step(
            "embedding " + Texts.count(ingest.rows()) + " rows with " + encoder.name(),
            ingest.rows());
    String staging = run.staging("embed");
    encoder.encoding().apply(content.all()).write().mode("overwrite").parquet(staging);
    Dataset<Row> encoded = run.spark().read().parquet(staging);
    int dim = encoder.dim();
    if (dim == 0) {
      dim = Vectors.commonLength(encoded, "embedding");
      encoded = Encoding.ofLength(encoded, dim);
    }

    run.progress().step("writing embeddings", ingest.rows());
    Dataset<Row> joined = content.joined(examples, encoded);
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(
        Embeddings.SPEC.name(),
        run.tables()
            .overwrite(
                Embeddings.SPEC,
                joined.where(col("code").isNull()).withColumn("encoder", lit(encoder.name())),
                run.writeKey(Stage.EMBED, key, Embeddings.SPEC.name()),
                run.properties(Map.of("winnow.encoder", encoder.name()))));
    long rows = run.tables().count(Embeddings.SPEC.name(), versions.get(Embeddings.SPEC.name()));
    long refused = ingest.rows() - rows;
    versions.put(
        Quarantine.SPEC.name(),
        refused == 0
            // The table as ingest left it: no second pass over all rows, no commit without change.
            ? ingest.version(Quarantine.SPEC.name())
            : quarantine(key, ingest, joined, encoder.name()));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("dim", dim);
    details.put("encoder", encoder.name());
    details.put("quarantined", refused);
    details.put("codes", refused == 0 ? Map.of() : codes(versions.get(Quarantine.SPEC.name())));
    details.putAll(encoder.details());
    Folders.delete(run.hadoop(), staging);
    return new StageResult(versions, rows, details);
  }

  /** What ingest refused, and the rows that have no vector; returns the table's version. */
  private long quarantine(String key, StageResult ingest, Dataset<Row> joined, String encoder) {
    Dataset<Row> refused =
        joined
            .where(col("code").isNotNull())
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
            run.properties(Map.of("winnow.encoder", encoder)));
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

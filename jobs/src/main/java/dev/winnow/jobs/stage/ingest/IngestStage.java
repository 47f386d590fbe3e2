package dev.winnow.jobs.stage.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.ingest.Ids;
import dev.winnow.transforms.ingest.RowChecks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads the input once into a staging folder, then writes {@code examples}, {@code thumbnails} and
 * {@code quarantine} from there.
 */
public final class IngestStage {

  private final RunContext run;

  public IngestStage(RunContext run) {
    this.run = run;
  }

  public StageResult execute(String key) {
    String staging = run.staging("ingest");
    run.progress()
        .step(
            "reading "
                + run.files().files().size()
                + " files, "
                + Texts.bytes(run.files().bytes())
                + (run.files().otherFiles() > 0
                    ? ", passing over " + run.files().otherFiles() + " files of other kinds"
                    : ""),
            0);
    Dataset<Row> raw = Inputs.rows(run);
    new RowChecks(run.input()).apply(raw).write().mode("overwrite").parquet(staging);
    Dataset<Row> checked = run.spark().read().parquet(staging);
    Dataset<Row> rows = Ids.assign(checked, run.input().id() != null);

    run.progress().step("writing examples and quarantine", 0);
    Map<String, Long> versions = new LinkedHashMap<>();
    Map<String, String> properties =
        run.properties(
            Map.of(
                "winnow.input_fingerprint", run.files().fingerprint(),
                "winnow.modality", run.recipe().input().modality().label()));
    Dataset<Row> accepted = rows.where(col("code").isNull());
    versions.put(
        Examples.SPEC.name(),
        run.tables()
            .overwrite(
                Examples.SPEC,
                accepted,
                run.writeKey(Stage.INGEST, key, Examples.SPEC.name()),
                properties));
    if (run.input().modality().hasImage()) {
      versions.put(
          Thumbnails.SPEC.name(),
          run.tables()
              .overwrite(
                  Thumbnails.SPEC,
                  accepted.where(col("thumbnail").isNotNull()),
                  run.writeKey(Stage.INGEST, key, Thumbnails.SPEC.name()),
                  properties));
    }
    versions.put(
        Quarantine.SPEC.name(),
        run.tables()
            .overwrite(
                Quarantine.SPEC,
                rows.where(col("code").isNotNull()).withColumn("stage", lit("ingest")),
                run.writeKey(Stage.INGEST, key, Quarantine.SPEC.name()),
                properties));

    Map<String, Object> details = new LinkedHashMap<>();
    Map<String, Long> codes = new TreeMap<>();
    for (Row row :
        run.tables()
            .read(Quarantine.SPEC, versions.get(Quarantine.SPEC.name()))
            .groupBy("code")
            .agg(count(lit(1)))
            .collectAsList()) {
      codes.put(row.getString(0), row.getLong(1));
    }
    long refused = codes.values().stream().mapToLong(Long::longValue).sum();
    long kept = run.tables().count(Examples.SPEC.name(), versions.get(Examples.SPEC.name()));
    details.put("input_rows", kept + refused);
    details.put("accepted", kept);
    details.put("quarantined", refused);
    details.put("codes", codes);
    details.put("other_files", run.files().otherFiles());
    details.put("bytes", run.files().bytes());
    details.put(
        "classes",
        run.tables()
            .read(Examples.SPEC, versions.get(Examples.SPEC.name()))
            .where(col("label").isNotNull())
            .select("label")
            .distinct()
            .count());
    Warehouse.delete(run.hadoop(), staging);
    return new StageResult(versions, kept, details);
  }
}

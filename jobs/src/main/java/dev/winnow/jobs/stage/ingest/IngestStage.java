package dev.winnow.jobs.stage.ingest;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.IngestFacts;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.run.StageResult;
import dev.winnow.jobs.stage.QuarantineTable;
import dev.winnow.jobs.stage.StageRunner;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.PassedOver;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.Thumbnails;
import dev.winnow.transforms.ingest.Ids;
import dev.winnow.transforms.ingest.InputAccount;
import dev.winnow.transforms.ingest.RowChecks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads the input once into a staging folder, then writes {@code examples}, {@code thumbnails},
 * {@code quarantine} and {@code inputs} from there.
 */
public final class IngestStage implements StageRunner {

  private final RunContext run;

  public IngestStage(RunContext run) {
    this.run = run;
  }

  @Override
  public StageResult<IngestFacts> execute(String key, Done done) {
    try (Staging staging = run.staging("ingest")) {
      run.progress().step(reading(), 0);
      Dataset<Row> checked =
          InputFaults.named(
              run.input(),
              () ->
                  staging.store("rows", new RowChecks(run.input()).apply(Inputs.countedRows(run))));
      Dataset<Row> rows = Ids.assign(InputAccount.rows(checked), run.input().id() != null);
      InputsTable inputs = new InputsTable(run);
      run.progress().step("writing examples, quarantine and inputs", 0);
      Map<String, Long> versions = write(key, checked, rows, inputs);
      long accepted = run.tables().count(Examples.SPEC.name(), versions.get(Examples.SPEC.name()));
      return new StageResult<>(versions, accepted, facts(versions, accepted, inputs));
    }
  }

  private String reading() {
    long passedOver = run.files().passedOver();
    return "reading "
        + run.files().files().size()
        + " files, "
        + Texts.bytes(run.files().bytes())
        + (passedOver > 0 ? ", passing over " + Texts.count(passedOver) : "");
  }

  private Map<String, Long> write(
      String key, Dataset<Row> checked, Dataset<Row> rows, InputsTable inputs) {
    Map<String, String> properties =
        Map.of(
            "winnow.input_fingerprint", run.files().fingerprint(),
            "winnow.modality", run.recipe().input().modality().label());
    Dataset<Row> accepted = rows.where(col("code").isNull());
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put(
        Examples.SPEC.name(), run.write(Stage.INGEST, key, Examples.SPEC, accepted, properties));
    if (run.input().modality().hasImage()) {
      versions.put(
          Thumbnails.SPEC.name(),
          run.write(
              Stage.INGEST,
              key,
              Thumbnails.SPEC,
              accepted.where(col("thumbnail").isNotNull()),
              properties));
    }
    versions.put(
        Quarantine.SPEC.name(),
        new QuarantineTable(run)
            .writeIngested(key, rows.where(col("code").isNotNull()), properties));
    versions.put(
        dev.winnow.schemas.Inputs.SPEC.name(), inputs.write(key, checked, rows, properties));
    return versions;
  }

  private IngestFacts facts(Map<String, Long> versions, long accepted, InputsTable inputs) {
    Map<String, Long> codes =
        new QuarantineTable(run).countCodes(versions.get(Quarantine.SPEC.name()), Stage.INGEST);
    long refused = codes.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> passedOver = inputs.passedOver();
    long classes =
        run.tables()
            .read(Examples.SPEC, versions.get(Examples.SPEC.name()))
            .where(col("label").isNotNull())
            .select("label")
            .distinct()
            .count();
    return new IngestFacts(
        accepted + refused,
        accepted,
        refused,
        codes,
        passedOver.getOrDefault(PassedOver.OTHER_KIND.word(), 0L),
        run.files().bytes(),
        classes,
        rangeScaled(versions.get(Thumbnails.SPEC.name())),
        inputs.size(),
        passedOver,
        inputs.folders());
  }

  private Long rangeScaled(Long thumbnails) {
    return thumbnails == null
        ? null
        : run.tables()
            .read(Thumbnails.SPEC, thumbnails)
            .where(col(Thumbnails.RANGE_SCALED))
            .count();
  }
}

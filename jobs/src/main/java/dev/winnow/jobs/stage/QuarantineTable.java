package dev.winnow.jobs.stage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.schemas.Quarantine;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes and reads table {@code quarantine} of a run; no other class writes it. Its first version
 * holds the rows that ingest refused. If embedding refuses rows too, a second version holds the
 * rows of both. Column {@code stage} names the stage that refused a row, and the commit names the
 * stage that wrote the version.
 */
public final class QuarantineTable {

  private static final String STAGE = "stage";

  private final RunContext run;

  public QuarantineTable(RunContext run) {
    this.run = run;
  }

  /** Writes the rows that ingest refused; returns the version. */
  public long writeIngested(String key, Dataset<Row> refused, Map<String, String> properties) {
    return run.write(
        Stage.INGEST,
        key,
        Quarantine.SPEC,
        refused.withColumn(STAGE, lit(Stage.INGEST.label())),
        properties);
  }

  /**
   * Writes the rows that ingest refused, and those without a vector; returns the version.
   *
   * @param ingested version that ingest wrote
   * @param refused examples without a vector
   */
  public long writeEmbedded(
      String key, long ingested, Dataset<Row> refused, Map<String, String> properties) {
    Dataset<Row> rows =
        refused
            .withColumn("claimed_id", lit(null).cast("string"))
            .withColumn(STAGE, lit(Stage.EMBED.label()))
            .select(Columns.of(Quarantine.SPEC));
    return run.write(
        Stage.EMBED,
        key,
        Quarantine.SPEC,
        run.tables().read(Quarantine.SPEC, ingested).unionByName(rows),
        properties);
  }

  /** Returns the rows that one stage refused. */
  public Dataset<Row> refused(long version, Stage by) {
    return run.tables().read(Quarantine.SPEC, version).where(col(STAGE).equalTo(by.label()));
  }

  /** Counts the rows that one stage refused, by code. Costs one Spark job. */
  public Map<String, Long> countCodes(long version, Stage by) {
    Map<String, Long> codes = new TreeMap<>();
    for (Row row : refused(version, by).groupBy("code").agg(count(lit(1))).collectAsList()) {
      codes.put(row.getString(0), row.getLong(1));
    }
    return codes;
  }
}

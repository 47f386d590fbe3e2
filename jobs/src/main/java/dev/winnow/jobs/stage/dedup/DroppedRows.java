package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Duplicates;
import dev.winnow.transforms.dedup.DuplicateGroups;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Duplicates that steps drop one after the other, each from what the one before left, kept in a
 * staging folder: what a step reads is computed once, and its plan does not grow.
 */
final class DroppedRows {

  private static final String KIND = "kind";

  private final RunContext run;
  private final String folder;
  private Dataset<Row> all;
  private int steps;

  /**
   * @param stage names the staging folder
   */
  DroppedRows(RunContext run, String stage) {
    this.run = run;
    this.folder = run.staging(stage);
  }

  /** Rows that an earlier stage dropped, as they are in table duplicates. */
  void begin(Dataset<Row> duplicates) {
    all = duplicates.select(Columns.of(Duplicates.SPEC));
  }

  /**
   * Lets the steps' own intermediate rows lie in the staging folder, too, on a cluster whose
   * session has no checkpoint directory: else they lie on executors, and the loss of one fails the
   * job.
   */
  void keepSnapshots() {
    SparkContext context = run.spark().sparkContext();
    Option<String> given = context.getCheckpointDir();
    boolean own = given.isDefined() && given.get().contains("/" + RunContext.STAGING + "/");
    if (!context.isLocal() && (own || given.isEmpty())) {
      context.setCheckpointDir(folder + "/snapshots");
    }
  }

  /** Computes rows once and reads them from where they lie then. */
  Dataset<Row> staged(String name, Dataset<Row> rows) {
    String path = folder + "/" + name;
    rows.write().mode("overwrite").parquet(path);
    return run.spark().read().schema(rows.schema()).parquet(path);
  }

  /** Adds what a step drops: id, duplicate_of, representative, similarity, rule and maybe more. */
  void add(String kind, Dataset<Row> dropped) {
    List<String> given = Arrays.asList(dropped.columns());
    StructType schema = Duplicates.SPEC.schema();
    Column[] columns =
        Arrays.stream(schema.fields())
            .map(
                (StructField field) ->
                    field.name().equals(KIND)
                        ? lit(kind).as(KIND)
                        : given.contains(field.name())
                            ? col(field.name())
                            : lit(null).cast(field.dataType()).as(field.name()))
            .toArray(Column[]::new);
    Dataset<Row> step = staged("step-" + steps++, dropped.select(columns));
    all =
        all == null
            ? step
            : DuplicateGroups.representedThrough(all, step)
                .select(Columns.of(Duplicates.SPEC))
                .unionByName(step);
  }

  /** The rows of these that no step has dropped. */
  Dataset<Row> leftOf(Dataset<Row> rows) {
    if (all == null) {
      return rows;
    }
    Dataset<Row> gone = all.select(col("id").as("gone"));
    return rows.join(gone, rows.col("id").equalTo(gone.col("gone")), "left_anti");
  }

  /** All of them: the columns of table duplicates. */
  Dataset<Row> all() {
    return all == null
        ? run.spark().createDataFrame(List.<Row>of(), Duplicates.SPEC.schema())
        : all;
  }

  void delete() {
    Warehouse.delete(run.hadoop(), folder);
  }
}

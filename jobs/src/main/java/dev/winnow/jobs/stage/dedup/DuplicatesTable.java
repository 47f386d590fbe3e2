package dev.winnow.jobs.stage.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.jobs.run.Dropped;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.run.Stage;
import dev.winnow.jobs.tables.Columns;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.schemas.Duplicates;
import dev.winnow.transforms.dedup.DuplicateGroups;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Collects and writes table {@code duplicates} of a run; no other class writes it. Each step of a
 * stage adds the rows that it drops, from the rows that the step before it left. The rows of a step
 * lie in a staging folder, so they are computed once and the plan of the next step does not grow.
 * The later stage begins with the rows of the earlier one, so its version holds both. The commit
 * names the stage that wrote a version.
 */
final class DuplicatesTable {

  private static final String KIND = "kind";

  private final RunContext run;
  private final Staging staging;
  private Dataset<Row> all;
  private int steps;

  /**
   * @param staging staging folder of the stage
   */
  DuplicatesTable(RunContext run, Staging staging) {
    this.run = run;
    this.staging = staging;
  }

  /** Begins with the rows that an earlier stage wrote. */
  void begin(long version) {
    all = run.tables().read(Duplicates.SPEC, version).select(Columns.of(Duplicates.SPEC));
  }

  /**
   * Adds the rows that a step drops, and returns them as they are stored.
   *
   * @param dropped rows of id, duplicate_of, representative, similarity, rule, and optional columns
   */
  Dataset<Row> add(String kind, Dataset<Row> dropped) {
    List<String> present = Arrays.asList(dropped.columns());
    StructType schema = Duplicates.SPEC.schema();
    Column[] columns =
        Arrays.stream(schema.fields())
            .map(
                (StructField field) ->
                    field.name().equals(KIND)
                        ? lit(kind).as(KIND)
                        : present.contains(field.name())
                            ? col(field.name())
                            : lit(null).cast(field.dataType()).as(field.name()))
            .toArray(Column[]::new);
    Dataset<Row> step = staging.store("step-" + steps++, dropped.select(columns));
    all =
        all == null
            ? step
            : DuplicateGroups.representedThrough(all, step)
                .select(Columns.of(Duplicates.SPEC))
                .unionByName(step);
    return step;
  }

  /** Returns those of the rows that no step has dropped. */
  Dataset<Row> remaining(Dataset<Row> rows) {
    return all == null ? rows : Dropped.antiJoin(rows, all);
  }

  /** Writes all rows for a stage; returns the version. */
  long write(Stage stage, String key) {
    Dataset<Row> rows =
        all == null ? run.spark().createDataFrame(List.<Row>of(), Duplicates.SPEC.schema()) : all;
    return run.write(stage, key, Duplicates.SPEC, rows, Map.of());
  }

  /** Counts the rows of a version by {@code KIND_RULE}. Costs one Spark job. */
  Map<String, Long> countByRule(long version) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row :
        run.tables()
            .read(Duplicates.SPEC, version)
            .groupBy(KIND, "rule")
            .agg(count(lit(1)))
            .collectAsList()) {
      counts.put(row.getString(0) + "_" + row.getString(1), row.getLong(2));
    }
    return counts;
  }
}

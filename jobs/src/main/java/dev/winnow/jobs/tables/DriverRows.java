package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.schemas.RowRule;
import dev.winnow.schemas.TableSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnaryNode;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import scala.collection.immutable.Map$;

/**
 * Rows that this process holds, as the optimizer of Spark sees it: rows made from a list, with
 * columns computed from them. They are written as one Parquet file by Spark's own writer, without a
 * Spark job.
 */
final class DriverRows {

  /** Rows of one file at most; more are written by tasks. */
  private static final int MOST_ROWS = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TableSpec spec;
  private final List<InternalRow> rows;

  private DriverRows(TableSpec spec, List<InternalRow> rows) {
    this.spec = spec;
    this.rows = rows;
  }

  /**
   * Takes the rows of a dataset. Starts no Spark job.
   *
   * @param dataset rows with the columns of the contract in their order
   * @return empty for rows that are read or computed by tasks, and for more than 20,000
   * @throws IllegalStateException for a row that breaks the contract
   */
  static Optional<DriverRows> of(Dataset<Row> dataset, TableSpec spec) {
    Optional<List<InternalRow>> rows = held(dataset);
    if (rows.isEmpty() || rows.get().size() > MOST_ROWS) {
      return Optional.empty();
    }
    for (int i = 0; i < spec.columns().size(); i++) {
      for (InternalRow row : rows.get()) {
        if (!spec.columns().get(i).nullable() && row.isNullAt(i)) {
          throw new IllegalStateException(
              "column "
                  + spec.columns().get(i).name()
                  + " of table "
                  + spec.name()
                  + " must not be null");
        }
      }
    }
    Column holds = lit(true);
    for (RowRule rule : spec.rules()) {
      holds = holds.and(holds(rule));
    }
    Optional<List<InternalRow>> wrong = held(dataset.where(not(holds)));
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    if (!wrong.get().isEmpty()) {
      throw new IllegalStateException(
          "rows of table "
              + spec.name()
              + " must meet its rules, but "
              + wrong.get().size()
              + " don't: "
              + spec.rules().stream()
                  .filter(rule -> !dataset.where(not(holds(rule))).isEmpty())
                  .map(rule -> rule.name() + " (" + rule.condition() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return Optional.of(new DriverRows(spec, rows.get()));
  }

  private static Column holds(RowRule rule) {
    return coalesce(expr(rule.condition()), lit(true));
  }

  private static Optional<List<InternalRow>> held(Dataset<Row> dataset) {
    if (!isOfHeldRows(dataset.queryExecution().analyzed())) {
      return Optional.empty();
    }
    LogicalPlan plan = dataset.queryExecution().optimizedPlan();
    if (!(plan instanceof LocalRelation local)) {
      return Optional.empty();
    }
    List<InternalRow> rows = new ArrayList<>();
    scala.collection.Iterator<InternalRow> each = local.data().iterator();
    while (each.hasNext()) {
      rows.add(each.next());
    }
    return Optional.of(rows);
  }

  /** Rules out plans of other rows before the optimizer, which a write by tasks runs again. */
  private static boolean isOfHeldRows(LogicalPlan plan) {
    return plan instanceof LocalRelation
        || plan instanceof UnaryNode node && isOfHeldRows(node.child());
  }

  /**
   * Writes the rows to one new file in the folder of a table.
   *
   * @return the file as the log of the table names it; empty for no rows
   */
  Optional<ObjectNode> write(SparkSession spark, String table) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    try {
      Job job = Job.getInstance(spark.sessionState().newHadoopConf());
      OutputWriterFactory factory =
          new ParquetFileFormat().prepareWrite(spark, job, Map$.MODULE$.empty(), spec.schema());
      TaskAttemptContext task =
          new TaskAttemptContextImpl(
              job.getConfiguration(), new TaskAttemptID("", 0, TaskType.REDUCE, 0, 0));
      String name = "part-00000-" + UUID.randomUUID() + "-c000" + factory.getFileExtension(task);
      Path path = new Path(table, name);
      OutputWriter writer = factory.newInstance(path.toString(), spec.schema(), task);
      rows.forEach(writer::write);
      writer.close();
      FileStatus written = path.getFileSystem(job.getConfiguration()).getFileStatus(path);
      ObjectNode file = JSON.createObjectNode();
      file.put("path", name);
      file.putObject("partitionValues");
      file.put("size", written.getLen());
      file.put("modificationTime", written.getModificationTime());
      file.put("dataChange", true);
      file.put("stats", JSON.createObjectNode().put("numRecords", rows.size()).toString());
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write a file of table " + table, e);
    }
  }
}

package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.schemas.RowRule;
import dev.winnow.schemas.TableSpec;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Nil$;

/**
 * One transaction of Delta Lake on one table. It defines the table, takes files out and puts files
 * in by a single commit, so that no reader sees a table without its rows.
 *
 * <p>Delta's public writer needs two commits for a new table with constraints, and computes the
 * state of the table several times. This class calls the transaction below that writer. Delta
 * checks constraints, finds conflicts and writes the log.
 */
final class TableCommit {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Thirty years: a version that a release names stays readable as long as its files are there.
   * With a shorter time Delta would delete old commits, its vacuum would delete files of releases,
   * and its reader would refuse versions that are older.
   */
  private static final String RETENTION = "interval 10950 days";

  private static final String CONSTRAINT = "delta.constraints.";

  /** Settings of every table; no reader needs a newer protocol for them. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "delta.enableDeletionVectors", "false",
          "delta.columnMapping.mode", "none",
          "delta.checkpointPolicy", "classic",
          "delta.logRetentionDuration", RETENTION,
          "delta.deletedFileRetentionDuration", RETENTION);

  private final SparkSession spark;
  private final String table;
  private final TableSpec spec;
  private final OptimisticTransaction transaction;
  private scala.collection.immutable.List<Action> actions = nothing();

  private TableCommit(
      SparkSession spark, String table, TableSpec spec, OptimisticTransaction transaction) {
    this.spark = spark;
    this.table = table;
    this.spec = spec;
    this.transaction = transaction;
  }

  /**
   * Begins a transaction on the newest version of a table, or on one that is not there yet. Costs
   * no Spark job.
   *
   * @param table folder of the table
   */
  static TableCommit begin(SparkSession spark, String table, TableSpec spec) {
    return new TableCommit(
        spark,
        table,
        spec,
        DeltaLog.forTable(spark, new Path(table)).startTransaction(Option.empty(), Option.empty()));
  }

  /**
   * Gives the table the columns and rules of its contract, and these properties. A table that has
   * them is not changed. Files of other columns must go in the same commit.
   *
   * @param properties replace the properties of the same name
   */
  void define(Map<String, String> properties) {
    ObjectNode before = metadata();
    boolean isNew = isNew();
    boolean sameColumns = !isNew && sameColumns(before);
    ObjectNode after = before.deepCopy();
    Map<String, String> settings = new TreeMap<>();
    before.path("configuration").properties().forEach(e -> keepOther(settings, e));
    settings.putAll(SETTINGS);
    for (RowRule rule : spec.rules()) {
      settings.put(CONSTRAINT + rule.name(), rule.condition());
    }
    settings.putAll(properties);
    after.set("configuration", JSON.valueToTree(settings));
    after.put("description", spec.comment());
    if (!sameColumns) {
      after.put("schemaString", spec.schema().json());
    }
    if (isNew) {
      after.put("id", UUID.randomUUID().toString());
      after.put("createdTime", System.currentTimeMillis());
      transaction.updateMetadataForNewTable(metadata(after));
    } else if (!sameColumns) {
      transaction.updateMetadataForTableOverwrite(metadata(after));
    } else if (!after.equals(before)) {
      transaction.updateMetadata(metadata(after), false);
    }
  }

  /** Keeps a setting that somebody gave the table. Rules of another contract go. */
  private static void keepOther(Map<String, String> settings, Map.Entry<String, JsonNode> setting) {
    if (!setting.getKey().startsWith(CONSTRAINT)) {
      settings.put(setting.getKey(), setting.getValue().asText());
    }
  }

  boolean isNew() {
    return transaction.snapshot().version() < 0;
  }

  /** Returns true when the table has the columns of the contract in their order, and no others. */
  boolean sameColumns() {
    return sameColumns(metadata());
  }

  private boolean sameColumns(ObjectNode metadata) {
    String schema = metadata.path("schemaString").asText();
    return !schema.isEmpty()
        && Arrays.equals(((StructType) DataType.fromJson(schema)).fieldNames(), spec.columnNames());
  }

  /** Takes all files out of the table. A row that another writer adds meanwhile is a conflict. */
  void removeAll(CommitLog log) {
    if (isNew()) {
      return;
    }
    transaction.readWholeTable();
    long version = transaction.snapshot().version();
    if (log.content(version).isPresent()) {
      remove(log.content(version).get().data());
    } else {
      // The commits alone don't name the files: Delta finds them, with Spark jobs.
      scala.collection.Iterator<org.apache.spark.sql.delta.actions.AddFile> files =
          transaction.filterFiles().iterator();
      while (files.hasNext()) {
        add(files.next().remove());
      }
    }
  }

  /**
   * Takes out all files but those of the prefix, and puts back those that are not there.
   *
   * @throws IllegalStateException for a table of other columns, and for one whose log does not name
   *     its files
   */
  void keepOnly(TablePrefix prefix, CommitLog log) {
    transaction.readWholeTable();
    TableContent content =
        log.content(transaction.snapshot().version())
            .filter(known -> sameColumns())
            .orElseThrow(
                () -> new IllegalStateException("files of table " + table + " can't be kept"));
    remove(prefix.notStaying(content));
    for (TableContent.DataFile file : prefix.missingIn(content)) {
      addFile(file.added().deepCopy());
    }
  }

  /** Takes these files out of the table. */
  private void remove(List<TableContent.DataFile> files) {
    for (TableContent.DataFile file : files) {
      ObjectNode remove = JSON.createObjectNode();
      remove.put("path", file.logged());
      remove.put("deletionTimestamp", System.currentTimeMillis());
      remove.put("dataChange", true);
      if (file.bytes() >= 0) {
        remove.put("extendedFileMetadata", true);
        remove.putObject("partitionValues");
        remove.put("size", file.bytes());
      }
      add(Action.fromJson(JSON.createObjectNode().set("remove", remove).toString()));
    }
  }

  /**
   * Writes the columns of the contract into new files of the table. Rows that this process holds
   * are written by it, to one file; other rows by a Spark job.
   *
   * @throws org.apache.spark.SparkException for a row that breaks a rule of the table
   */
  void write(Dataset<Row> dataset) {
    Dataset<Row> rows = dataset.select(columns());
    DriverRows.of(rows, spec)
        .ifPresentOrElse(
            held -> held.write(spark, table).ifPresent(this::addFile), () -> spread(rows));
  }

  private Column[] columns() {
    Column[] columns = new Column[spec.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      DataType type = spec.columns().get(i).type();
      Column column = col(spec.columns().get(i).name());
      // Parquet reads arrays as if they could hold null; the contract says that they do not.
      columns[i] =
          type instanceof ArrayType
              ? transform(column, x -> coalesce(x, lit(Float.NaN))).as(spec.columns().get(i).name())
              : column.cast(type);
    }
    return columns;
  }

  private void spread(Dataset<Row> rows) {
    scala.collection.Iterator<org.apache.spark.sql.delta.actions.FileAction> files =
        transaction.writeFiles(rows).iterator();
    while (files.hasNext()) {
      add(files.next());
    }
  }

  private void addFile(JsonNode file) {
    add(Action.fromJson(JSON.createObjectNode().set("add", file).toString()));
  }

  private void add(Action action) {
    actions = actions.$colon$colon(action);
  }

  /**
   * Commits.
   *
   * @param mode the mode that the log shows
   * @param predicate condition of the rows that were replaced; null if the commit replaced all rows
   *     or none
   * @param userMetadata names the write
   * @return the version of the table that this made
   * @throws RuntimeException of Delta for a conflict with another writer
   */
  long commit(SaveMode mode, String predicate, String userMetadata) {
    return transaction.commit(actions, operation(mode, predicate, userMetadata));
  }

  /**
   * Makes the operation that the log shows. Its other parts are empty; their number differs between
   * releases of Delta.
   */
  private static DeltaOperations.Operation operation(
      SaveMode mode, String predicate, String userMetadata) {
    Constructor<?> constructor = DeltaOperations.Write.class.getConstructors()[0];
    Object[] parts = new Object[constructor.getParameterCount()];
    Arrays.fill(parts, Option.empty());
    parts[0] = mode;
    parts[2] = Option.apply(predicate);
    parts[3] = Option.apply(userMetadata);
    try {
      DeltaOperations.Write operation = (DeltaOperations.Write) constructor.newInstance(parts);
      if (!operation.userMetadata().contains(userMetadata)) {
        throw new IllegalStateException("Delta's write operation has other parts: " + constructor);
      }
      return operation;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't make Delta's write operation: " + constructor, e);
    }
  }

  private ObjectNode metadata() {
    try {
      return (ObjectNode) JSON.readTree(transaction.metadata().json()).get("metaData");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Delta's metadata of table " + table + " is not JSON", e);
    }
  }

  private static org.apache.spark.sql.delta.actions.Metadata metadata(ObjectNode metadata) {
    return (org.apache.spark.sql.delta.actions.Metadata)
        Action.fromJson(JSON.createObjectNode().set("metaData", metadata).toString());
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.immutable.List<Action> nothing() {
    return (scala.collection.immutable.List<Action>) (Object) Nil$.MODULE$;
  }
}

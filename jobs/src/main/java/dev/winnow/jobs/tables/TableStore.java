package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.schemas.RowRule;
import dev.winnow.schemas.TableSpec;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Reads and writes the Delta tables below one folder. Each table is made from its contract, written
 * idempotently and read at pinned versions.
 */
public final class TableStore {

  /** Versions of a release stay readable for a year, also after a vacuum. */
  private static final String RETENTION = "interval 365 days";

  /** Commits searched for a key: a repeated write follows its first attempt closely. */
  private static final int HISTORY = 200;

  private static final String CONSTRAINT = "delta.constraints.";

  /** Characters that make Spark read a path as a pattern. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}\\\\]");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final String folder;

  /**
   * @param folder {@code WAREHOUSE/NAME}, on any Hadoop file system
   */
  public TableStore(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  public String path(TableSpec spec) {
    return path(spec.name());
  }

  public String path(String table) {
    return folder + "/" + table;
  }

  public String folder() {
    return folder;
  }

  public boolean exists(TableSpec spec) {
    return !log(path(spec)).isEmpty();
  }

  private CommitLog log(String path) {
    return CommitLog.list(spark.sparkContext().hadoopConfiguration(), path);
  }

  /** Reads a table at a version. */
  public Dataset<Row> read(TableSpec spec, long version) {
    return read(spec.name(), version);
  }

  /**
   * Reads a table at a version by its name, from the files that the log names. Delta's own reader
   * would start several jobs on the log for every table of a query, so it is used only if the log
   * alone is not enough. Spark treats the columns as nullable, like those of all files.
   */
  public Dataset<Row> read(String table, long version) {
    Optional<CommitLog.Content> content = log(path(table)).content(version);
    if (content.isEmpty() || GLOB.matcher(path(table)).find()) {
      return spark.read().format("delta").option("versionAsOf", version).load(path(table));
    }
    List<Path> files = content.get().files();
    return files.isEmpty()
        ? spark.createDataFrame(List.of(), content.get().schema())
        : spark
            .read()
            .schema(content.get().schema())
            .parquet(files.stream().map(Path::toString).toArray(String[]::new));
  }

  /**
   * Returns the number of rows of a table at a version: the count of its writer, or without one the
   * result of a Spark job.
   */
  public long count(String table, long version) {
    return log(path(table)).rowsOfOverwrite(version).orElseGet(() -> read(table, version).count());
  }

  /** Reads the current version of a table. */
  public Dataset<Row> readLatest(TableSpec spec) {
    return spark.read().format("delta").load(path(spec));
  }

  /** Returns true when a table can still be read at a version. */
  public boolean readable(String table, long version) {
    return log(path(table)).holds(version);
  }

  /** Returns true when all of these tables can still be read, each at its version. */
  public boolean readable(Map<String, Long> versions) {
    return versions.entrySet().stream().allMatch(e -> readable(e.getKey(), e.getValue()));
  }

  /**
   * Replaces the content of a table by the rows, in one commit that happens at most once per key. A
   * table of other columns or rules is defined again first; its older versions do not change.
   *
   * @param key names the write: run, stage and everything that they depend on. A second write with
   *     the same key changes nothing and returns the version of the first
   * @param properties {@code winnow.*} table properties that name run and recipe
   * @return the version that holds these rows
   */
  public long overwrite(
      TableSpec spec, Dataset<Row> rows, String key, Map<String, String> properties) {
    CommitLog log = log(path(spec));
    OptionalLong done = log.committedWith(metadata(key), HISTORY);
    if (done.isPresent()) {
      return done.getAsLong();
    }
    if (log.isEmpty()) {
      define(DeltaTable.createIfNotExists(spark), spec, properties);
    } else if (meets(spec)) {
      setProperties(spec, properties);
    } else {
      // A separate commit, after which the table is empty until the next one. Older versions stay.
      define(DeltaTable.replace(spark), spec, properties);
    }
    return commit(spec, rows, key, "overwrite");
  }

  /** Returns these tables for reading without a Spark job. */
  public StoredTables stored() {
    return new StoredTables(spark.sparkContext().hadoopConfiguration(), folder);
  }

  /** Appends a few rows in one commit that happens at most once per key; returns its version. */
  public long append(TableSpec spec, List<Row> rows, String key) {
    return append(spec, spark.createDataFrame(rows, spec.schema()), key);
  }

  /** Appends rows in one commit that happens at most once per key; returns its version. */
  public long append(TableSpec spec, Dataset<Row> rows, String key) {
    CommitLog log = log(path(spec));
    if (log.isEmpty()) {
      define(DeltaTable.createIfNotExists(spark), spec, Map.of());
    }
    OptionalLong done = log.committedWith(metadata(key), HISTORY);
    return done.isPresent() ? done.getAsLong() : commit(spec, rows, key, "append");
  }

  private long commit(TableSpec spec, Dataset<Row> rows, String key, String mode) {
    rows.select(columns(spec))
        .write()
        .format("delta")
        .mode(mode)
        .option("txnAppId", key)
        .option("txnVersion", 1)
        .option("userMetadata", metadata(key))
        .save(path(spec));
    // The log also shows a commit that was reported as failed.
    return log(path(spec))
        .committedWith(metadata(key), HISTORY)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "table " + path(spec) + " has no commit of " + key + " after it was written"));
  }

  private Column[] columns(TableSpec spec) {
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

  private static String metadata(String key) {
    return JSON.createObjectNode().put("winnow.write", key).toString();
  }

  /**
   * Returns true when the table has the columns and the row rules of the contract, and no others.
   */
  private boolean meets(TableSpec spec) {
    StructType schema = readLatest(spec).schema();
    if (!Arrays.equals(schema.fieldNames(), spec.columnNames())) {
      return false;
    }
    Map<String, String> rules = new HashMap<>();
    for (RowRule rule : spec.rules()) {
      rules.put(CONSTRAINT + rule.name(), rule.condition());
    }
    Map<String, String> actual = new HashMap<>();
    for (Row property : spark.sql("SHOW TBLPROPERTIES " + quoted(spec)).collectAsList()) {
      if (property.getString(0).startsWith(CONSTRAINT)) {
        actual.put(property.getString(0), property.getString(1));
      }
    }
    return actual.equals(rules);
  }

  private String quoted(TableSpec spec) {
    return "delta.`" + path(spec).replace("`", "``") + "`";
  }

  private void define(DeltaTableBuilder empty, TableSpec spec, Map<String, String> properties) {
    DeltaTableBuilder builder =
        empty
            .location(new Path(path(spec)).toString())
            .comment(spec.comment())
            .addColumns(spec.schema())
            .property("delta.enableDeletionVectors", "false")
            .property("delta.columnMapping.mode", "none")
            .property("delta.checkpointPolicy", "classic")
            .property("delta.logRetentionDuration", RETENTION)
            .property("delta.deletedFileRetentionDuration", RETENTION);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      builder = builder.property(property.getKey(), property.getValue());
    }
    for (RowRule rule : spec.rules()) {
      builder = builder.property(CONSTRAINT + rule.name(), rule.condition());
    }
    builder.execute();
  }

  private void setProperties(TableSpec spec, Map<String, String> properties) {
    StringBuilder listed = new StringBuilder();
    properties.forEach(
        (name, value) ->
            listed
                .append(listed.length() == 0 ? "" : ", ")
                .append(quote(name))
                .append(" = ")
                .append(quote(value)));
    spark.sql("ALTER TABLE " + quoted(spec) + " SET TBLPROPERTIES (" + listed + ")");
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

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
import java.util.Collection;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the Delta tables below one folder. Each table is made from its contract, written
 * idempotently and read at pinned versions.
 */
public final class TableStore {

  /** Versions of a release stay readable for a year, also after a vacuum. */
  private static final String RETENTION = "interval 365 days";

  /**
   * Commits that an append searches for its key. Its callers have read the table, so that they know
   * the older rows.
   */
  private static final int HISTORY = 200;

  private static final String CONSTRAINT = "delta.constraints.";

  /** Characters that make Spark read a path as a pattern. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}\\\\]");

  /** Name of the key of a write in the user metadata of its commit. */
  private static final String WRITE = "winnow.write";

  private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
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

  /**
   * Returns true when all of these tables can still be read, each at its version: the commit is in
   * the log, and every data file is there with the size that was written. Costs two listings for
   * each table and no Spark job.
   *
   * @param writers beginnings of the keys of the writes, without the run, that may have written
   *     them; none for any writer. A table that was deleted and made again counts its versions from
   *     the start, so that a number alone does not name a write
   */
  public boolean intact(Map<String, Long> versions, Collection<String> writers) {
    return versions.entrySet().stream()
        .allMatch(
            e -> {
              CommitLog log = log(path(e.getKey()));
              return log.holds(e.getValue())
                  && isOf(log.metadataOf(e.getValue()), writers)
                  && files(e.getKey()).intact(log, e.getValue());
            });
  }

  /** Returns true for a commit of one of these writers, and for one that names no write. */
  private static boolean isOf(Optional<String> metadata, Collection<String> writers) {
    return writers.isEmpty()
        || metadata.isEmpty()
        || !metadata.get().contains(WRITE)
        || writers.stream().anyMatch(metadata.get()::contains);
  }

  /** Returns the number of the newest commit of a table; -1 for no table. */
  public long latest(TableSpec spec) {
    CommitLog log = log(path(spec));
    return log.isEmpty() ? -1 : log.latest();
  }

  private TableFiles files(String table) {
    return new TableFiles(spark, path(table));
  }

  /**
   * Makes a table that rows are appended to readable again after files of it were lost or cut
   * short: replaces its content by the rows of the other files. Does nothing for a table whose
   * files are all there.
   *
   * @return the number of files whose rows are lost
   */
  public int dropLostFiles(TableSpec spec) {
    CommitLog log = log(path(spec));
    if (log.isEmpty()) {
      return 0;
    }
    long latest = log.latest();
    Optional<TableFiles.State> state = files(spec.name()).state(log, latest);
    if (state.isEmpty() || state.get().lost().isEmpty()) {
      return 0;
    }
    Dataset<Row> left =
        state.get().present().isEmpty()
            ? spark.createDataFrame(List.of(), spec.schema())
            : spark
                .read()
                .schema(spec.schema())
                .parquet(state.get().present().stream().map(Path::toString).toArray(String[]::new));
    // The rows lie in files of this table, which its own overwrite may not read.
    overwrite(
        spec,
        spark.createDataFrame(left.collectAsList(), spec.schema()),
        "lost/" + spec.name() + "/" + latest,
        Map.of());
    return state.get().lost().size();
  }

  /**
   * Replaces the content of a table by the rows, in one commit that happens at most once per key. A
   * table of other columns or rules is defined again first; its older versions do not change. Rows
   * whose files are gone or cut short are written again.
   *
   * @param key names the write: run, stage and everything that they depend on. A second write with
   *     the same key changes nothing and returns the version of the first
   * @param properties {@code winnow.*} table properties that name run and recipe
   * @return the version that holds these rows
   */
  public long overwrite(
      TableSpec spec, Dataset<Row> rows, String key, Map<String, String> properties) {
    CommitLog log = begun(spec);
    OptionalLong done = log.committedWith(metadata(key));
    if (done.isPresent() && files(spec.name()).intact(log, done.getAsLong())) {
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

  /**
   * Returns the log of a table. A driver that died before the first commit of a table leaves a
   * folder that Delta takes for a damaged table; it is deleted, because no row of it can be read.
   */
  private CommitLog begun(TableSpec spec) {
    CommitLog log = log(path(spec));
    if (log.isEmpty() && Warehouse.exists(spark.sparkContext().hadoopConfiguration(), path(spec))) {
      LOG.warn("{} has no commit and is no table; it is made again", path(spec));
      Warehouse.delete(spark.sparkContext().hadoopConfiguration(), path(spec));
    }
    return log;
  }

  /** Appends a few rows in one commit that happens at most once per key; returns its version. */
  public long append(TableSpec spec, List<Row> rows, String key) {
    return append(spec, spark.createDataFrame(rows, spec.schema()), key);
  }

  /**
   * Appends rows in one commit that happens at most once per key; returns its version. A commit of
   * the key that is older than the last 200 is not found: the caller must have read the table.
   */
  public long append(TableSpec spec, Dataset<Row> rows, String key) {
    CommitLog log = begun(spec);
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
        // It grows with each write, so that Delta does not take a repair for a retry.
        .option("txnVersion", log(path(spec)).latest() + 1)
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
    return JSON.createObjectNode().put(WRITE, key).toString();
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
    if (properties.isEmpty()) {
      return;
    }
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

package dev.winnow.jobs.tables;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.schemas.TableSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the Delta tables below one folder. Each table is made from its contract, written
 * idempotently and read at pinned versions.
 */
public final class TableStore {

  /**
   * Commits that an append searches for its key. Its callers have read the table, so that they know
   * the older rows.
   */
  private static final int HISTORY = 200;

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
    Optional<TableContent> content = log(path(table)).content(version);
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
   * Returns the number of rows of a table at a version: the count of its writers, or without one
   * the result of a Spark job.
   */
  public long count(String table, long version) {
    return log(path(table))
        .content(version)
        .map(TableContent::rows)
        .orElse(OptionalLong.empty())
        .orElseGet(() -> read(table, version).count());
  }

  /**
   * Finds the files of a table at a version whose values of a column are at most a bound. Starts no
   * Spark job.
   *
   * @param column a column of whole numbers that is never null
   * @return empty if the log does not name the files, a file is lost, or the version has other
   *     columns than the contract
   */
  public Optional<TablePrefix> prefix(TableSpec spec, long version, String column, long bound) {
    CommitLog log = log(path(spec));
    return log.holds(version) && files(spec.name()).intact(log, version)
        ? log.content(version)
            .filter(content -> Arrays.equals(content.schema().fieldNames(), spec.columnNames()))
            .map(content -> TablePrefix.of(spark, content, column, bound))
        : Optional.empty();
  }

  /**
   * Replaces the content of a table by files that it has or had, and by new rows, in one commit
   * that happens at most once per key. The files are not written again.
   *
   * @param prefix the files
   * @param rows the other rows
   * @param key names the write, see {@link #overwrite}
   * @return the version that holds these files and rows
   */
  public long overwrite(
      TableSpec spec,
      TablePrefix prefix,
      Dataset<Row> rows,
      String key,
      Map<String, String> properties) {
    CommitLog log = log(path(spec));
    OptionalLong done = written(spec, log, key);
    if (done.isPresent()) {
      return done.getAsLong();
    }
    TableCommit commit = TableCommit.begin(spark, path(spec), spec);
    commit.define(properties);
    commit.keepOnly(prefix, log);
    commit.write(rows);
    return commit.commit(SaveMode.Overwrite, prefix.condition(), metadata(key));
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
    OptionalLong done = written(spec, log, key);
    if (done.isPresent()) {
      return done.getAsLong();
    }
    TableCommit commit = TableCommit.begin(spark, path(spec), spec);
    commit.define(properties);
    commit.removeAll(log);
    commit.write(rows);
    return commit.commit(SaveMode.Overwrite, null, metadata(key));
  }

  /** Returns the version that was written under this key, if its files are all there. */
  private OptionalLong written(TableSpec spec, CommitLog log, String key) {
    OptionalLong done = log.committedWith(metadata(key));
    return done.isPresent() && files(spec.name()).intact(log, done.getAsLong())
        ? done
        : OptionalLong.empty();
  }

  /**
   * Returns the means to ask for few rows: from the files in this process, and by Spark where the
   * log does not name them.
   */
  public TableLookup lookup() {
    return new StoredLookup(stored(), () -> new SparkLookup(this));
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
    OptionalLong done = begun(spec).committedWith(metadata(key), HISTORY);
    if (done.isPresent()) {
      return done.getAsLong();
    }
    TableCommit commit = TableCommit.begin(spark, path(spec), spec);
    if (commit.isNew()) {
      commit.define(Map.of());
    } else if (!commit.sameColumns()) {
      throw new IllegalStateException(
          "table " + path(spec) + " has other columns than its contract, so no row can be added");
    }
    commit.write(rows);
    return commit.commit(SaveMode.Append, null, metadata(key));
  }

  /**
   * Takes the rows whose text column has a value out of a small table, in one commit. The other
   * rows are written again, which needs no newer protocol than a table has.
   *
   * @param key beginning of the key of the write; the newest version is added to it
   */
  public void remove(TableSpec spec, String column, String value, String key) {
    List<Row> others =
        readLatest(spec)
            .where(col(column).notEqual(value))
            .select(Columns.of(spec))
            .collectAsList();
    overwrite(spec, spark.createDataFrame(others, spec.schema()), key + latest(spec), Map.of());
  }

  private static String metadata(String key) {
    return JSON.createObjectNode().put(WRITE, key).toString();
  }
}

package dev.winnow.jobs.tables;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.schemas.TableSpec;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Tables below one folder, read in this process without a Spark session. That needs the commits of
 * a version, which the log keeps for thirty years.
 */
public final class StoredTables {

  private final Configuration conf;
  private final String folder;
  private final boolean patient;

  /**
   * @param conf Hadoop settings, with those that the folder's file system needs
   * @param folder {@code WAREHOUSE/NAME}, on any Hadoop file system
   */
  public StoredTables(Configuration conf, String folder) {
    this(conf, folder, false);
  }

  private StoredTables(Configuration conf, String folder, boolean patient) {
    this.conf = conf;
    this.folder = folder;
    this.patient = patient;
  }

  /**
   * Returns these tables, for a caller that has no Spark session to fall back to: a log is read
   * however many commits it takes. On a local disk a commit takes less than a millisecond, on an
   * object store some 20 ms.
   */
  public StoredTables patient() {
    return new StoredTables(conf, folder, true);
  }

  public String folder() {
    return folder;
  }

  public boolean exists(TableSpec spec) {
    return !log(spec.name()).isEmpty();
  }

  /**
   * Checks that rows can be added to a table, which need not be there.
   *
   * @throws Failure with {@link ExitCode#DATA} for a table of other columns, which another version
   *     of Winnow made
   */
  public void requireColumns(TableSpec spec) {
    CommitLog log = log(spec.name());
    if (log.isEmpty()) {
      return;
    }
    log.content(log.latest())
        .map(content -> content.schema().fieldNames())
        .filter(names -> !Arrays.equals(names, spec.columnNames()))
        .ifPresent(
            names -> {
              throw new Failure(
                  ExitCode.DATA,
                  "table "
                      + folder
                      + "/"
                      + spec.name()
                      + " must have the columns "
                      + String.join(", ", spec.columnNames())
                      + ", got "
                      + String.join(", ", names)
                      + "; another version of Winnow made it: move its folder away, or use that"
                      + " version");
            });
  }

  /** Finds the current version of a table; empty if only Spark can read it. */
  public Optional<StoredTable> latest(TableSpec spec) {
    return latest(log(spec.name()));
  }

  /**
   * Finds the current version of a table by its name; empty if there is none, or only Spark can
   * read it.
   */
  public Optional<StoredTable> latest(String table) {
    CommitLog log = log(table);
    return log.isEmpty() ? Optional.empty() : latest(log);
  }

  private Optional<StoredTable> latest(CommitLog log) {
    return content(log, log.latest());
  }

  /** Finds a table at a version; empty if only Spark can read it. */
  public Optional<StoredTable> find(String table, long version) {
    return content(log(table), version);
  }

  private Optional<StoredTable> content(CommitLog log, long version) {
    return (patient ? log.content(version, Integer.MAX_VALUE) : log.content(version))
        .map(content -> new StoredTable(conf, content.files()));
  }

  /** Returns the versions of a table with their files; empty if there is no such table. */
  public Optional<TableHistory> history(String table) {
    CommitLog log = log(table);
    return log.newestFirst().isEmpty() ? Optional.empty() : Optional.of(new TableHistory(log));
  }

  /**
   * Looks at a table.
   *
   * @param version null for the newest one
   * @return empty if there is no such table or version, or its log has lost commits
   */
  public Optional<TableLook> look(String table, Long version) {
    CommitLog log = log(table);
    if (log.newestFirst().isEmpty()) {
      return Optional.empty();
    }
    long at = version == null ? log.latest() : version;
    return new TableHistory(log)
        .definition(at)
        .map(defined -> new TableLook(conf, folder + "/" + table, at, defined));
  }

  /** Returns the files in the folder of these tables. */
  public TableFolder disk() {
    return new TableFolder(conf, folder);
  }

  private CommitLog log(String table) {
    return CommitLog.list(conf, folder + "/" + table);
  }
}

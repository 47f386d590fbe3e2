package dev.winnow.jobs.tables;

import dev.winnow.schemas.TableSpec;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The tables below one folder, as this process reads them without a Spark session. That takes the
 * commits of a version, which are kept for a year; Spark reads what is older.
 */
public final class StoredTables {

  private final Configuration conf;
  private final String folder;

  /**
   * @param conf of Hadoop, with what the folder's file system needs
   * @param folder {@code WAREHOUSE/NAME}, on any Hadoop file system
   */
  public StoredTables(Configuration conf, String folder) {
    this.conf = conf;
    this.folder = folder;
  }

  public String folder() {
    return folder;
  }

  public boolean exists(TableSpec spec) {
    return !log(spec.name()).isEmpty();
  }

  /** A table as it is now; empty where only Spark can read it. */
  public Optional<StoredTable> latest(TableSpec spec) {
    CommitLog log = log(spec.name());
    return log.content(log.latest()).map(content -> new StoredTable(conf, content.files()));
  }

  /** A table at a version; empty where only Spark can read it. */
  public Optional<StoredTable> at(String table, long version) {
    return log(table).content(version).map(content -> new StoredTable(conf, content.files()));
  }

  private CommitLog log(String table) {
    return CommitLog.of(conf, folder + "/" + table);
  }
}

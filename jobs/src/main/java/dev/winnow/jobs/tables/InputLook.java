package dev.winnow.jobs.tables;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A look at a Delta table of a user without Spark: its files and rows by the commits of its log.
 *
 * @param version newest version
 * @param files data files of that version; all parquet files of the folder if old commits are gone
 * @param rows number of rows; -1 if the log does not say it
 * @param bytes size of the files in bytes; -1 if the log does not say it
 * @param refusal reason why a run refuses the table; null for none
 */
public record InputLook(long version, List<Path> files, long rows, long bytes, String refusal) {

  private static final int COLUMN_MAPPING = 2;
  private static final int MOST_COMMITS = 500;

  /**
   * Reads the log of a table.
   *
   * @throws InputMissing if there is no such table
   */
  public static InputLook of(Configuration conf, Path table) {
    CommitLog log = CommitLog.list(conf, table.toString());
    if (log.isEmpty()) {
      throw new InputMissing(
          "input.path must be a Delta table, " + table + " is not, its log has no commit");
    }
    long version = log.latest();
    String refusal = refusal(log, table, version);
    Optional<TableContent> content = log.content(version);
    if (content.isEmpty()) {
      return new InputLook(version, listed(conf, table), -1, -1, refusal);
    }
    return new InputLook(
        version,
        content.get().files(),
        content.get().rows().orElse(-1),
        content.get().data().stream().mapToLong(TableContent.DataFile::bytes).sum(),
        refusal);
  }

  /** Looks for the protocol in the commits, the newest first. */
  private static String refusal(CommitLog log, Path table, long version) {
    for (long at = version; log.holds(at) && version - at < MOST_COMMITS; at--) {
      for (JsonNode action : log.actions(at)) {
        JsonNode protocol = action.path("protocol");
        String features = protocol.path("readerFeatures").toString();
        boolean mapped = protocol.path("minReaderVersion").asInt() == COLUMN_MAPPING;
        if (mapped || features.contains("columnMapping") || features.contains("deletionVectors")) {
          return "table "
              + table
              + " must have plain files, but it has "
              + (mapped ? "column mapping" : features)
              + "; rewrite it (REORG TABLE ... APPLY (PURGE), then DROP FEATURE), or read a copy";
        }
        if (!protocol.isMissingNode()) {
          return null;
        }
      }
    }
    return null;
  }

  private static List<Path> listed(Configuration conf, Path table) {
    List<Path> files = new ArrayList<>();
    try {
      FileSystem fs = table.getFileSystem(conf);
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(table, true);
      while (all.hasNext()) {
        Path file = all.next().getPath();
        if (file.getName().endsWith(".parquet")
            && !file.toString().contains("/" + CommitLog.LOG + "/")) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't list table " + table, e);
    }
    files.sort(null);
    return List.copyOf(files);
  }
}

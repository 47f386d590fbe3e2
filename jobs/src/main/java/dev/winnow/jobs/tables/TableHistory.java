package dev.winnow.jobs.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Versions of a table and the data files that each one holds, from the commits of its log. Starts
 * no Spark job. Reads each commit at most once for a call, and holds the names of the files of the
 * versions that are asked for.
 */
public final class TableHistory {

  private final CommitLog log;

  /**
   * @param log holds at least one commit
   */
  TableHistory(CommitLog log) {
    this.log = log;
  }

  /** Returns the newest version. */
  public long latest() {
    return log.latest();
  }

  /**
   * Returns the versions that were the newest one at some time since an instant, by the times at
   * which the files of the commits were written. The newest version is always among them.
   *
   * @param instant milliseconds since 1970
   */
  public List<Long> newestSince(long instant) {
    List<Long> versions = new ArrayList<>();
    long replaced = Long.MAX_VALUE;
    for (FileStatus commit : log.newestFirst()) {
      if (replaced <= instant) {
        break;
      }
      versions.add(CommitLog.version(commit.getPath()));
      replaced = commit.getModificationTime();
    }
    return versions;
  }

  /**
   * Returns the data files of some versions: sizes in bytes by file name, 0 where the log has no
   * size.
   *
   * @return by version; empty if the log lacks a commit that one of them needs
   */
  public Optional<Map<Long, Map<String, Long>>> files(Collection<Long> versions) {
    TreeSet<Long> wanted = new TreeSet<>(versions);
    Map<Long, Map<String, Long>> found = new TreeMap<>();
    if (wanted.isEmpty()) {
      return Optional.of(found);
    }
    for (long version = 0; version <= wanted.last(); version++) {
      if (!log.holds(version)) {
        return eachAlone(wanted);
      }
    }
    Map<String, Long> files = new LinkedHashMap<>();
    for (long version = 0; version <= wanted.last(); version++) {
      apply(log.actions(version), files);
      if (wanted.contains(version)) {
        found.put(version, Map.copyOf(files));
      }
    }
    return Optional.of(found);
  }

  /**
   * Definition of a table at a version.
   *
   * @param protocol protocol and versions that readers and writers need, as the log has them
   * @param metadata name, description, columns and properties, as the log has them
   * @param content files and columns
   */
  record Definition(JsonNode protocol, JsonNode metadata, TableContent content) {}

  /**
   * Returns the definition of a version.
   *
   * @return empty if the log lacks a commit that is needed
   */
  Optional<Definition> definition(long version) {
    JsonNode protocol = null;
    JsonNode metadata = null;
    for (long at = version; at >= 0 && (protocol == null || metadata == null); at--) {
      if (!log.holds(at)) {
        return Optional.empty();
      }
      for (JsonNode action : log.actions(at)) {
        protocol = protocol == null && action.has("protocol") ? action.get("protocol") : protocol;
        metadata = metadata == null && action.has("metaData") ? action.get("metaData") : metadata;
      }
    }
    JsonNode needed = protocol;
    JsonNode defined = metadata;
    return needed == null || defined == null
        ? Optional.empty()
        : log.content(version, Integer.MAX_VALUE)
            .map(content -> new Definition(needed, defined, content));
  }

  /** Finds the files of versions of a log that has lost its first commits. */
  private Optional<Map<Long, Map<String, Long>>> eachAlone(Collection<Long> versions) {
    Map<Long, Map<String, Long>> found = new TreeMap<>();
    for (long version : versions) {
      Optional<TableContent> content = log.content(version);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      Map<String, Long> files = new LinkedHashMap<>();
      content
          .get()
          .data()
          .forEach(file -> files.put(file.path().getName(), Math.max(0, file.bytes())));
      found.put(version, files);
    }
    return Optional.of(found);
  }

  /** Changes the files of a version to those of the next one. The order of actions is free. */
  private static void apply(List<JsonNode> actions, Map<String, Long> files) {
    for (JsonNode action : actions) {
      if (action.path("remove").has("path")) {
        files.remove(name(action.get("remove")));
      }
    }
    for (JsonNode action : actions) {
      if (action.path("add").has("path")) {
        files.put(name(action.get("add")), action.get("add").path("size").asLong(0));
      }
    }
  }

  private static String name(JsonNode file) {
    return new Path(URI.create(file.path("path").asText()).getPath()).getName();
  }
}

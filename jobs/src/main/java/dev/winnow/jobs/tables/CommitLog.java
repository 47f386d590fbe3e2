package dev.winnow.jobs.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Commits of a Delta table, read from the files of its log as Delta's protocol defines them. Costs
 * one listing, one read for each commit that is needed, and no Spark job; Delta's own history
 * command runs several.
 */
final class CommitLog {

  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String LOG = "_delta_log";

  /**
   * Most commits that are read. Read one after the other, they take a few seconds on an object
   * store.
   */
  private static final int MOST_COMMITS = 500;

  private final String table;
  private final FileSystem fs;
  private final List<FileStatus> newestFirst;
  private final Set<Long> versions;

  private CommitLog(String table, FileSystem fs, List<FileStatus> newestFirst) {
    this.table = table;
    this.fs = fs;
    this.newestFirst = newestFirst;
    this.versions =
        newestFirst.stream().map(file -> version(file.getPath())).collect(Collectors.toSet());
  }

  /** Lists the log; it is empty if there is no table. */
  static CommitLog list(Configuration conf, String table) {
    Path folder = new Path(table, LOG);
    try {
      FileSystem fs = folder.getFileSystem(conf);
      List<FileStatus> commits = new ArrayList<>();
      for (FileStatus file : fs.listStatus(folder)) {
        if (COMMIT.matcher(file.getPath().getName()).matches()) {
          commits.add(file);
        }
      }
      commits.sort(
          Collections.reverseOrder(
              (a, b) -> Long.compare(version(a.getPath()), version(b.getPath()))));
      return new CommitLog(table, fs, commits);
    } catch (FileNotFoundException e) {
      return new CommitLog(table, null, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the log of table " + table, e);
    }
  }

  boolean isEmpty() {
    return newestFirst.isEmpty();
  }

  /** Returns the newest version; the log must not be empty. */
  long latest() {
    return version(newestFirst.get(0).getPath());
  }

  /** Returns true when the commit of a version is still in the log. */
  boolean holds(long version) {
    return versions.contains(version);
  }

  /**
   * Finds the newest version that was committed with this user metadata.
   *
   * @param atMost number of commits that are read, from the newest on
   */
  OptionalLong committedWith(String userMetadata, int atMost) {
    for (FileStatus file : newestFirst.subList(0, Math.min(atMost, newestFirst.size()))) {
      if (userMetadata.equals(userMetadata(file.getPath()))) {
        return OptionalLong.of(version(file.getPath()));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Returns the number of rows of the table at a version whose commit replaced its whole content,
   * as the writer counted them. Empty for any other commit, and for one that the log does not hold.
   */
  OptionalLong rowsOfOverwrite(long version) {
    for (FileStatus file : newestFirst) {
      if (version(file.getPath()) == version) {
        JsonNode info = commitInfo(file.getPath());
        JsonNode rows = info.path("operationMetrics").path("numOutputRows");
        return info.path("operationParameters").path("mode").asText().equals("Overwrite")
                && rows.isTextual()
            ? OptionalLong.of(Long.parseLong(rows.asText()))
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Content of a table at a version.
   *
   * @param files with its rows
   * @param schema its columns
   */
  record Content(List<Path> files, StructType schema) {}

  /**
   * Returns the content of the table at a version, from its commits alone: the files of the last
   * commit that replaced the whole content, with the files that later commits added and without
   * those that they removed, and the columns that were set last. Each commit is read once, from the
   * version backwards.
   *
   * @return empty if the log does not hold one of these commits, if they are more than {@link
   *     #MOST_COMMITS}, or if a deletion vector deletes rows of a file
   */
  Optional<Content> content(long version) {
    Map<String, Boolean> newest = new LinkedHashMap<>();
    StructType schema = null;
    boolean whole = false;
    for (long at = version; at >= 0 && !(whole && schema != null); at--) {
      if (!versions.contains(at) || version - at >= MOST_COMMITS) {
        return Optional.empty();
      }
      boolean replaced = false;
      for (JsonNode action : actions(at)) {
        if (action.path("add").hasNonNull("deletionVector")) {
          return Optional.empty();
        }
        String added = action.path("add").path("path").asText();
        String removed = action.path("remove").path("path").asText();
        if (!whole && !(added + removed).isEmpty()) {
          newest.putIfAbsent(added.isEmpty() ? removed : added, !added.isEmpty());
        }
        JsonNode columns = action.path("metaData").path("schemaString");
        if (schema == null && columns.isTextual()) {
          schema = (StructType) DataType.fromJson(columns.asText());
        }
        JsonNode written = action.path("commitInfo").path("operationParameters");
        replaced |= written.path("mode").asText().equals("Overwrite") && !written.has("predicate");
      }
      whole |= replaced;
    }
    return schema == null
        ? Optional.empty()
        : Optional.of(
            new Content(
                newest.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(file -> new Path(table, URI.create(file.getKey()).getPath()))
                    .toList(),
                schema));
  }

  private List<JsonNode> actions(long version) {
    Path commit = new Path(new Path(table, LOG), String.format(Locale.ROOT, "%020d.json", version));
    List<JsonNode> actions = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(fs.open(commit), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          actions.add(JSON.readTree(line));
        }
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("commit " + commit + " of a table is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read commit " + commit, e);
    }
    return actions;
  }

  /** Returns the user metadata of a commit; null if it has none. */
  private String userMetadata(Path file) {
    JsonNode text = commitInfo(file).path("userMetadata");
    return text.isTextual() ? text.asText() : null;
  }

  private JsonNode commitInfo(Path file) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(fs.open(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{\"commitInfo\"")) {
          return JSON.readTree(line).path("commitInfo");
        }
      }
      return MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("commit " + file + " of a table is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read commit " + file, e);
    }
  }

  private static long version(Path file) {
    Matcher matcher = COMMIT.matcher(file.getName());
    if (!matcher.matches()) {
      throw new IllegalStateException("not a commit: " + file);
    }
    return Long.parseLong(matcher.group(1));
  }
}

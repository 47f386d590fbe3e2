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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private static final Pattern CHECKPOINT = Pattern.compile("\\d{20}\\.checkpoint.*\\.parquet");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Folder of the log, below that of the table. */
  static final String LOG = "_delta_log";

  /**
   * Most commits that are read. Read one after the other, they take a few seconds on an object
   * store.
   */
  private static final int MOST_COMMITS = 500;

  /** Commits that a search reads at once; on an object store each read takes some 20 ms. */
  private static final int AT_ONCE = 16;

  /** Commits that a search reads one after the other, before it starts threads for the others. */
  private static final int ALONE = 64;

  private final String table;
  private final FileSystem fs;
  private final List<FileStatus> newestFirst;
  private final Set<Long> versions;
  private final boolean hasCheckpoint;

  private CommitLog(
      String table, FileSystem fs, List<FileStatus> newestFirst, boolean hasCheckpoint) {
    this.table = table;
    this.fs = fs;
    this.newestFirst = newestFirst;
    this.hasCheckpoint = hasCheckpoint;
    this.versions =
        newestFirst.stream().map(file -> version(file.getPath())).collect(Collectors.toSet());
  }

  /**
   * Lists the log; it is empty if there is no table. A driver that died while it made a table can
   * leave a folder without a commit, or with one that holds no byte; neither is a table.
   */
  static CommitLog list(Configuration conf, String table) {
    Path folder = new Path(table, LOG);
    try {
      FileSystem fs = folder.getFileSystem(conf);
      List<FileStatus> commits = new ArrayList<>();
      boolean hasCheckpoint = false;
      for (FileStatus file : fs.listStatus(folder)) {
        if (COMMIT.matcher(file.getPath().getName()).matches()) {
          commits.add(file);
        }
        hasCheckpoint |= CHECKPOINT.matcher(file.getPath().getName()).matches();
      }
      if (!hasCheckpoint && commits.stream().allMatch(commit -> commit.getLen() == 0)) {
        commits.clear();
      }
      commits.sort(
          Collections.reverseOrder(
              (a, b) -> Long.compare(version(a.getPath()), version(b.getPath()))));
      return new CommitLog(table, fs, commits, hasCheckpoint);
    } catch (FileNotFoundException e) {
      return new CommitLog(table, null, List.of(), false);
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the log of table " + table, e);
    }
  }

  /** Returns true when the log has neither a commit nor a checkpoint, so that there is no table. */
  boolean isEmpty() {
    return newestFirst.isEmpty() && !hasCheckpoint;
  }

  /** Returns the newest version; the log must hold a commit. */
  long latest() {
    if (newestFirst.isEmpty()) {
      throw new IllegalStateException("the log of table " + table + " has no commit");
    }
    return version(newestFirst.get(0).getPath());
  }

  /** Returns the files of the commits, the newest first. */
  List<FileStatus> newestFirst() {
    return newestFirst;
  }

  /** Returns true when the commit of a version is still in the log. */
  boolean holds(long version) {
    return versions.contains(version);
  }

  /**
   * Finds the newest version that was committed with this user metadata. Reads every commit in the
   * worst case.
   */
  OptionalLong committedWith(String userMetadata) {
    OptionalLong near = committedWith(userMetadata, ALONE);
    if (near.isPresent() || newestFirst.size() <= ALONE) {
      return near;
    }
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<FileStatus> others = newestFirst.subList(ALONE, newestFirst.size());
      for (int from = 0; from < others.size(); from += AT_ONCE * ALONE) {
        List<Callable<OptionalLong>> reads = new ArrayList<>();
        for (FileStatus file :
            others.subList(from, Math.min(from + AT_ONCE * ALONE, others.size()))) {
          reads.add(() -> versionIf(file.getPath(), userMetadata));
        }
        for (Future<OptionalLong> read : threads.invokeAll(reads)) {
          if (read.get().isPresent()) {
            return read.get();
          }
        }
      }
      return OptionalLong.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't search the log of table " + table, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the log of table " + table, e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Finds the newest version that was committed with this user metadata.
   *
   * @param atMost number of commits that are read, from the newest on
   */
  OptionalLong committedWith(String userMetadata, int atMost) {
    for (FileStatus file : newestFirst.subList(0, Math.min(atMost, newestFirst.size()))) {
      OptionalLong found = versionIf(file.getPath(), userMetadata);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong versionIf(Path file, String userMetadata) {
    return userMetadata.equals(userMetadata(file))
        ? OptionalLong.of(version(file))
        : OptionalLong.empty();
  }

  /** Returns the user metadata of the commit of a version; empty if it has none. */
  Optional<String> metadataOf(long version) {
    return Optional.ofNullable(userMetadata(file(version)));
  }

  /**
   * Returns the content of the table at a version, from its commits alone: the files of the last
   * commit that replaced the whole content, with the files that later commits added and without
   * those that they removed, and the columns that were set last. Each commit is read once, from the
   * version backwards.
   *
   * @return empty if the log does not hold one of these commits, if they are more than {@link
   *     #MOST_COMMITS}, or if a deletion vector deletes rows of a file
   */
  Optional<TableContent> content(long version) {
    return content(version, MOST_COMMITS);
  }

  /**
   * @param most number of commits that are read at most
   */
  Optional<TableContent> content(long version, int most) {
    // The action of a file that was added last, empty for one that was removed last.
    Map<String, Optional<JsonNode>> newest = new LinkedHashMap<>();
    StructType schema = null;
    boolean whole = false;
    for (long at = version; at >= 0 && !(whole && schema != null); at--) {
      if (!versions.contains(at) || version - at >= most) {
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
          newest.putIfAbsent(
              added.isEmpty() ? removed : added,
              added.isEmpty() ? Optional.empty() : Optional.of(action.get("add")));
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
            new TableContent(
                newest.entrySet().stream()
                    .filter(file -> file.getValue().isPresent())
                    .map(
                        file ->
                            new TableContent.DataFile(
                                new Path(table, URI.create(file.getKey()).getPath()),
                                file.getValue().get()))
                    .toList(),
                schema));
  }

  /** Reads the actions of a commit. */
  List<JsonNode> actions(long version) {
    Path commit = file(version);
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

  private Path file(long version) {
    return new Path(new Path(table, LOG), String.format(Locale.ROOT, "%020d.json", version));
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

  /** Returns the version of a commit's file. */
  static long version(Path file) {
    Matcher matcher = COMMIT.matcher(file.getName());
    if (!matcher.matches()) {
      throw new IllegalStateException("not a commit: " + file);
    }
    return Long.parseLong(matcher.group(1));
  }
}

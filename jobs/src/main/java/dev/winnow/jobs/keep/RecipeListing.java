package dev.winnow.jobs.keep;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.SparkLookup;
import dev.winnow.jobs.tables.StoredLookup;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.jobs.tables.TableHistory;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.jobs.text.CardText;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Runs;
import dev.winnow.transforms.text.Printable;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Lists the runs and the releases of one folder of tables, with their rows and sizes. Reads the
 * logs of the tables, {@code runs} and {@code releases}; starts no Spark job.
 */
public final class RecipeListing {

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Characters of a digest that are shown; they tell releases apart. */
  private static final int SHORT = 12;

  private static final String RUN_ID = "run_id";

  private final String name;
  private final StoredTables stored;
  private final TableLookup tables;

  private RecipeListing(String name, StoredTables stored, TableLookup tables) {
    this.name = name;
    this.stored = stored;
    this.tables = tables;
  }

  /**
   * @param spark supplies a session if the log of {@code runs} or {@code releases} has lost its
   *     first commits
   * @param warehouse absolute URI of the warehouse
   * @param name name of the recipe, which is that of its folder
   */
  public static RecipeListing of(
      Configuration conf, Supplier<SparkSession> spark, String warehouse, String name) {
    String folder = warehouse + "/" + name;
    StoredTables stored = new StoredTables(conf, folder).patient();
    return new RecipeListing(
        name,
        stored,
        new StoredLookup(stored, () -> new SparkLookup(new TableStore(spark.get(), folder))));
  }

  /** Returns the names of the folders of a warehouse that hold a ledger of runs, sorted. */
  public static List<String> names(Configuration conf, String warehouse) {
    return new StoredTables(conf, warehouse)
        .disk().folders().stream()
            .filter(name -> new StoredTables(conf, warehouse + "/" + name).exists(Runs.SPEC))
            .toList();
  }

  /**
   * Returns the report.
   *
   * @param runId run to list, with its releases; null for all runs
   */
  public RunReport report(String runId) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("folder", stored.folder());
    json.put("bytes", stored.disk().bytes());
    json.put("releases", releases(runId));
    json.put("runs", runs(runId));
    return new RunReport(card(json), json);
  }

  private List<Map<String, Object>> runs(String runId) {
    List<Map<String, Object>> runs = new ArrayList<>();
    StoredRuns.byRun(StoredRuns.read(tables))
        .forEach(
            (id, steps) -> {
              if (runId == null || runId.equals(id)) {
                StoredRuns.Step last = steps.get(steps.size() - 1);
                Map<String, Object> run = new LinkedHashMap<>();
                run.put(RUN_ID, id);
                run.put("last_stage", last.stage());
                run.put("stages", steps.stream().map(StoredRuns.Step::stage).distinct().count());
                run.put("finished", instant(last.finished()));
                run.put("recipe_hash", last.recipeHash());
                runs.add(0, run);
              }
            });
    return runs;
  }

  private List<Map<String, Object>> releases(String runId) {
    List<ReleaseCatalog.Release> all =
        new ReleaseCatalog(tables)
            .newestFirst().stream()
                .filter(release -> runId == null || runId.equals(release.runId()))
                .toList();
    Map<String, TreeSet<Long>> wanted = new HashMap<>();
    for (ReleaseCatalog.Release release : all) {
      release
          .versions()
          .forEach((table, v) -> wanted.computeIfAbsent(table, t -> new TreeSet<>()).add(v));
    }
    Map<String, Optional<Map<Long, Map<String, Long>>>> files = new HashMap<>();
    wanted.forEach(
        (table, versions) ->
            files.put(
                table,
                stored.history(table).flatMap((TableHistory known) -> known.files(versions))));
    List<Map<String, Object>> releases = new ArrayList<>();
    for (ReleaseCatalog.Release release : all) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("release", release.name());
      entry.put("rows", release.kept());
      entry.put("created", instant(release.created()));
      entry.put("bytes", bytes(release, files));
      entry.put(RUN_ID, release.runId());
      entry.put("digest", release.digest());
      entry.put("versions", release.versions());
      releases.add(entry);
    }
    return releases;
  }

  /** Returns the bytes of the files of a release; null where a log does not name them. */
  private static Long bytes(
      ReleaseCatalog.Release release,
      Map<String, Optional<Map<Long, Map<String, Long>>>> filesOfTables) {
    long bytes = 0;
    for (Map.Entry<String, Long> entry : release.versions().entrySet()) {
      Optional<Map<Long, Map<String, Long>>> files = filesOfTables.get(entry.getKey());
      if (files.isEmpty()) {
        return null;
      }
      for (long size : files.get().get(entry.getValue()).values()) {
        bytes += size;
      }
    }
    return bytes;
  }

  private static String instant(Timestamp time) {
    return time == null ? null : time.toInstant().toString();
  }

  private static String card(Map<String, Object> json) {
    StringBuilder card = new StringBuilder("\n");
    CardText.line(card, "recipe", String.valueOf(json.get("name")));
    CardText.line(card, "folder", String.valueOf(json.get("folder")));
    CardText.line(card, "size", Texts.bytes((Long) json.get("bytes")));
    List<String[]> releases = new ArrayList<>();
    releases.add(new String[] {"release", "rows", "size", "created (UTC)", "run", "digest"});
    for (Map<?, ?> release : maps(json.get("releases"))) {
      releases.add(
          new String[] {
            String.valueOf(release.get("release")),
            Texts.count((Long) release.get("rows")),
            release.get("bytes") == null ? "unknown" : Texts.bytes((Long) release.get("bytes")),
            minutes(release.get("created")),
            String.valueOf(release.get(RUN_ID)),
            shortened(String.valueOf(release.get("digest")))
          });
    }
    List<String[]> runs = new ArrayList<>();
    runs.add(new String[] {"run", "last step", "finished (UTC)", "recipe hash"});
    for (Map<?, ?> run : maps(json.get("runs"))) {
      runs.add(
          new String[] {
            String.valueOf(run.get(RUN_ID)),
            String.valueOf(run.get("last_stage")),
            minutes(run.get("finished")),
            shortened(String.valueOf(run.get("recipe_hash")))
          });
    }
    table(card, releases, "no release");
    table(card, runs, "no finished stage");
    return card.toString();
  }

  private static List<Map<?, ?>> maps(Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    ((List<?>) list).forEach(element -> maps.add((Map<?, ?>) element));
    return maps;
  }

  private static String minutes(Object instant) {
    return instant == null ? "unknown" : MINUTES.format(Instant.parse(String.valueOf(instant)));
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /** Appends rows in columns that are as wide as their longest value; the first row names them. */
  private static void table(StringBuilder card, List<String[]> rows, String none) {
    if (rows.size() == 1) {
      CardText.line(card, rows.get(0)[0], none);
      return;
    }
    int columns = rows.get(0).length;
    rows.replaceAll(
        row ->
            IntStream.range(0, columns).mapToObj(i -> Printable.of(row[i])).toArray(String[]::new));
    int[] widths =
        IntStream.range(0, columns)
            .map(i -> rows.stream().mapToInt(row -> row[i].length()).max().orElse(0))
            .toArray();
    card.append('\n');
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < columns; i++) {
        line.append(' ').append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 1));
      }
      card.append(line.toString().stripTrailing()).append('\n');
    }
  }
}

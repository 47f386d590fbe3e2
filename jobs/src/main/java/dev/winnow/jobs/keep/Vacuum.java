package dev.winnow.jobs.keep;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.run.RunLock;
import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.tables.SparkLookup;
import dev.winnow.jobs.tables.Staging;
import dev.winnow.jobs.tables.StoredLookup;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.jobs.tables.TableFolder;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.jobs.tables.Warehouse;
import dev.winnow.schemas.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes the data files of a recipe's tables that no kept version needs; {@link KeptVersions} says
 * which are kept. Delta's own vacuum knows only the newest version of a table, so it would delete
 * files of releases.
 *
 * <p>The plan is made as a whole, then files are deleted, while the lease keeps other drivers away.
 * The logs are only read. A vacuum that is killed has deleted some of the files that nobody needs;
 * the next one deletes the others. Starts no Spark job.
 */
public final class Vacuum {

  /** Files deleted at once; on an object store each takes some 30 ms. */
  private static final int AT_ONCE = 16;

  /** Files between two looks at the lease. */
  private static final int BATCH = 1000;

  private final Configuration conf;
  private final String name;
  private final StoredTables stored;
  private final TableLookup tables;
  private final VacuumRequest request;

  private Vacuum(
      Configuration conf,
      String name,
      StoredTables stored,
      TableLookup tables,
      VacuumRequest request) {
    this.conf = conf;
    this.name = name;
    this.stored = stored;
    this.tables = tables;
    this.request = request;
  }

  /**
   * Deletes the files, or counts them for a dry run.
   *
   * @param spark supplies a session if the log of {@code runs} or {@code releases} can't be read
   *     without one
   * @throws Failure with {@link ExitCode#INPUT} when the recipe has no run yet, with {@link
   *     ExitCode#CONFLICT} when another driver holds the tables
   */
  public static RunReport execute(
      Configuration conf, Supplier<SparkSession> spark, Recipe recipe, VacuumRequest request) {
    StoredTables stored = Warehouse.stored(conf, recipe);
    TableLookup tables =
        new StoredLookup(stored, () -> new SparkLookup(Warehouse.tables(spark.get(), recipe)));
    if (!tables.exists(Runs.SPEC)) {
      throw new Failure(
          ExitCode.INPUT,
          "recipe "
              + recipe.name()
              + " must have a run in "
              + stored.folder()
              + ", but has none; run `winnow run` first");
    }
    Vacuum vacuum = new Vacuum(conf, recipe.name(), stored, tables, request);
    if (request.dryRun()) {
      return vacuum.report(vacuum.plan(), stored.disk().stagingBytes());
    }
    try (RunLock lock = RunLock.acquire(conf, stored.folder(), "vacuum of " + recipe.name())) {
      return vacuum.run(lock);
    }
  }

  private List<VacuumPlan.Of> plan() {
    return VacuumPlan.make(
        stored,
        new ReleaseCatalog(tables).newestFirst(),
        StoredRuns.read(tables),
        !request.dropReuse(),
        System.currentTimeMillis() - request.retain().toMillis());
  }

  private RunReport run(RunLock lock) {
    List<VacuumPlan.Of> plan = plan();
    long staging = stored.disk().stagingBytes();
    lock.check();
    Staging.clear(conf, stored.folder());
    for (VacuumPlan.Of table : plan) {
      for (int from = 0; from < table.free().size(); from += BATCH) {
        lock.check();
        delete(
            table.table(), table.free().subList(from, Math.min(table.free().size(), from + BATCH)));
      }
    }
    return report(plan, staging);
  }

  private void delete(String table, List<TableFolder.DataFile> files) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, files.size()));
    try {
      List<Callable<Boolean>> deletions = new ArrayList<>();
      TableFolder disk = stored.disk();
      files.forEach(file -> deletions.add(() -> disk.delete(table, file)));
      for (Future<Boolean> deletion : threads.invokeAll(deletions)) {
        deletion.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("can't delete files of table " + table, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at table " + table, e);
    } finally {
      threads.shutdownNow();
    }
  }

  private RunReport report(List<VacuumPlan.Of> plan, long staging) {
    List<Map<String, Object>> byTable = new ArrayList<>();
    long files = 0;
    long bytes = 0;
    long unknown = 0;
    for (VacuumPlan.Of of : plan) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("table", of.table());
      entry.put("versions_kept", List.copyOf(of.versions()));
      entry.put("files", of.free().size());
      entry.put("bytes", of.freeBytes());
      entry.put("kept_files", of.keptFiles());
      entry.put("kept_bytes", of.keptBytes());
      entry.put("unknown_files", of.unknown());
      if (of.left() != null) {
        entry.put("left", of.left());
      }
      byTable.add(entry);
      files += of.free().size();
      bytes += of.freeBytes();
      unknown += of.unknown();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("dry_run", request.dryRun());
    json.put("retain_hours", request.retain().toHours());
    json.put("drop_reuse", request.dropReuse());
    json.put("files", files);
    json.put("bytes", bytes);
    json.put("staging_bytes", staging);
    json.put("unknown_files", unknown);
    json.put("tables", byTable);
    return new RunReport(VacuumCard.text(json, plan, stored.folder()), json);
  }
}

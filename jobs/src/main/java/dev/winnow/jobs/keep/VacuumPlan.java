package dev.winnow.jobs.keep;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.StoredTables;
import dev.winnow.jobs.tables.TableFolder;
import dev.winnow.jobs.tables.TableHistory;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Data files that a vacuum may delete, by table. Made as a whole before anything is deleted, and
 * reads only logs and listings.
 */
final class VacuumPlan {

  /**
   * Plan of one table.
   *
   * @param versions that are kept
   * @param free files to delete
   * @param keptFiles number of files that stay
   * @param keptBytes their size
   * @param unknown number of other files and folders, which stay
   * @param left reason why nothing of the table is deleted; null if its log names all files
   */
  record Of(
      String table,
      Set<Long> versions,
      List<TableFolder.DataFile> free,
      long keptFiles,
      long keptBytes,
      int unknown,
      String left) {

    long freeBytes() {
      return free.stream().mapToLong(TableFolder.DataFile::bytes).sum();
    }
  }

  /**
   * Makes the plan of all known tables that exist.
   *
   * @param since time in milliseconds; files written after it stay
   */
  static List<Of> make(
      StoredTables stored,
      List<ReleaseCatalog.Release> releases,
      List<StoredRuns.Step> steps,
      boolean reuse,
      long since) {
    KeptVersions kept = new KeptVersions(releases, steps, reuse);
    List<Of> plan = new ArrayList<>();
    for (TableSpec spec : Tables.every()) {
      stored
          .history(spec.name())
          .ifPresent(history -> plan.add(of(stored, spec.name(), history, kept, since)));
    }
    return plan;
  }

  private static Of of(
      StoredTables stored, String table, TableHistory history, KeptVersions kept, long since) {
    Set<Long> versions = kept.of(table, history, since);
    TableFolder.Listing listing = stored.disk().list(table);
    Optional<Map<Long, Map<String, Long>>> files = history.files(versions);
    if (files.isEmpty()) {
      long bytes = listing.data().stream().mapToLong(TableFolder.DataFile::bytes).sum();
      return new Of(
          table,
          versions,
          List.of(),
          listing.data().size(),
          bytes,
          listing.unknown(),
          "its log has lost commits, so the files of its versions are not known");
    }
    Set<String> needed = new HashSet<>();
    files.get().values().forEach(of -> needed.addAll(of.keySet()));
    List<TableFolder.DataFile> free = new ArrayList<>();
    long keptFiles = 0;
    long keptBytes = 0;
    for (TableFolder.DataFile file : listing.data()) {
      if (!needed.contains(file.name()) && file.modified() <= since) {
        free.add(file);
      } else {
        keptFiles++;
        keptBytes += file.bytes();
      }
    }
    return new Of(table, versions, free, keptFiles, keptBytes, listing.unknown(), null);
  }

  private VacuumPlan() {}
}

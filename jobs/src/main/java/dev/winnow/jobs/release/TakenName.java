package dev.winnow.jobs.release;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Curated;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.select.order.KeepCount;

/**
 * Refusal of a release whose name has other content. The digest of a release counts its kept rows
 * and its decided rows, so another number of either is other content, known before any row is
 * compared. Equal numbers say nothing.
 */
public final class TakenName {

  /**
   * Refuses a release that certainly differs from the one of its name. Does nothing where there is
   * none, or where {@code releases} has lost the numbers. Costs no Spark job.
   *
   * @param kept rows that the new release keeps; null if they are not known yet
   * @param decided rows of the input, on each of which the new release decides; null if not known
   * @throws Failure with {@link ExitCode#CONFLICT}
   */
  public static void refuse(ReleaseCatalog catalog, String release, Long kept, Long decided) {
    catalog
        .find(release)
        .ifPresent(
            earlier -> {
              refuseOther(earlier, Curated.SPEC, "keeps", kept);
              refuseOther(earlier, Decisions.SPEC, "decides on", decided);
            });
  }

  /**
   * Refuses a release that can't have the content of the one of its name, which keeps more rows
   * than the new one would keep of as many input rows. Costs no Spark job.
   *
   * @param keep number or share of the ranked rows that the new release keeps
   * @throws Failure with {@link ExitCode#CONFLICT}
   */
  public static void refuseLarger(ReleaseCatalog catalog, String release, KeepCount keep) {
    catalog
        .find(release)
        .ifPresent(
            earlier -> {
              Long decided = earlier.rows().get(Decisions.SPEC.name());
              if (decided != null && earlier.kept() > keep.rowsOf(decided)) {
                throw failure(
                    earlier,
                    ": it keeps "
                        + Texts.count(earlier.kept())
                        + " of "
                        + Texts.count(decided)
                        + " rows, and this recipe at most "
                        + Texts.count(keep.rowsOf(decided))
                        + " of as many");
              }
            });
  }

  private static void refuseOther(
      ReleaseCatalog.Release earlier, TableSpec table, String verb, Long here) {
    Long there = earlier.rows().get(table.name());
    if (there != null && here != null && !there.equals(here)) {
      throw failure(
          earlier,
          ": it " + verb + " " + Texts.count(there) + " rows, and this one " + Texts.count(here));
    }
  }

  /**
   * Returns the refusal.
   *
   * @param difference how the contents differ, from a colon on; empty if only the digests do
   */
  public static Failure failure(ReleaseCatalog.Release earlier, String difference) {
    return new Failure(
        ExitCode.CONFLICT,
        "release "
            + earlier.name()
            + " already exists with other content, published by run "
            + earlier.runId()
            + difference
            + "; choose another name in publish.release, or with --release for a cut");
  }

  private TakenName() {}
}

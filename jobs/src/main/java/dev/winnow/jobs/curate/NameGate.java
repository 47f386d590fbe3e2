package dev.winnow.jobs.curate;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.release.TakenName;
import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.Stage;
import dev.winnow.transforms.select.order.KeepCount;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Stops a run as soon as it is certain that its release differs from the one that has its name:
 * before the first stage where the recipe keeps fewer rows of any input, after ingest where the
 * input has another number of rows, and before the ranking where another number of rows is kept. A
 * run whose numbers are equal, or not known yet, goes on; the digests decide in the end.
 *
 * @param catalog releases that exist
 * @param release name of the release to publish
 * @param keep number or share of the ranked rows that is kept
 * @param stages stages of the run; one that does not publish takes no name
 */
record NameGate(ReleaseCatalog catalog, String release, KeepCount keep, List<Stage> stages)
    implements Gate {

  /** Stages that change the number of rows to rank. */
  private static final Set<Stage> DROPPING =
      EnumSet.of(Stage.EMBED, Stage.SPLIT, Stage.LEAKS, Stage.DEDUP, Stage.SEMANTIC);

  /**
   * @throws Failure with {@link ExitCode#CONFLICT} for a taken name
   */
  @Override
  public void check(Done done) {
    if (!stages.contains(Stage.PUBLISH)) {
      return;
    }
    TakenName.refuseLarger(catalog, release, keep);
    Long decided = done.holds(Stage.INGEST) ? done.ingest().facts().inputRows() : null;
    boolean isRankedKnown =
        stages.stream().filter(DROPPING::contains).allMatch(stage -> done.holds(stage));
    Long kept = isRankedKnown ? Long.valueOf(keep.rowsOf(done.remainingRows())) : null;
    TakenName.refuse(catalog, release, kept, decided);
  }
}

package dev.winnow.schemas;

import java.util.List;
import java.util.stream.Stream;

/** Lists of all table contracts of this version, in the order in which a run fills the tables. */
public final class Tables {

  public static final List<TableSpec> ALL =
      List.of(
          Inputs.SPEC,
          Examples.SPEC,
          Thumbnails.SPEC,
          Quarantine.SPEC,
          HeldOut.SPEC,
          Embeddings.SPEC,
          Duplicates.SPEC,
          Pairs.SPEC,
          LabelConflicts.SPEC,
          Assignments.SPEC,
          Prototypes.SPEC,
          Scores.SPEC,
          EvaluationLeaks.SPEC,
          EpsilonSweep.SPEC,
          Decisions.SPEC,
          Orders.SPEC,
          Curated.SPEC,
          Shifts.SPEC,
          Runs.SPEC,
          Releases.SPEC);

  /** Tables that only some commands or recipes write, after those of a run. */
  public static final List<TableSpec> FURTHER =
      List.of(Controls.SPEC, Experiments.SPEC, Experiments.FITS);

  /** Returns the contracts of all tables that this version can write. */
  public static List<TableSpec> every() {
    return Stream.concat(ALL.stream(), FURTHER.stream()).toList();
  }

  private Tables() {}
}

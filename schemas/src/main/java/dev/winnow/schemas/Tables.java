package dev.winnow.schemas;

import java.util.List;

/** List of all table contracts of this version, in the order in which a run fills the tables. */
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

  private Tables() {}
}

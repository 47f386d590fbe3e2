package dev.winnow.jobs.report.section;

import static dev.winnow.jobs.report.page.DataTable.cell;
import static dev.winnow.jobs.report.page.DataTable.decimal;

import dev.winnow.jobs.report.page.Block;
import dev.winnow.jobs.report.page.DataTable;
import dev.winnow.jobs.report.page.Section;
import dev.winnow.jobs.report.read.PairFacts.Conflict;
import dev.winnow.jobs.report.read.ReleaseFacts;
import dev.winnow.jobs.run.DedupEvidence;
import dev.winnow.jobs.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** Pairs of duplicates with different labels. */
final class ConflictSection {

  private static final String ID = "conflicts";
  private static final String TITLE = "Label conflicts";

  /** Most pairs with their contents. */
  private static final int SHOWN = 6;

  static Section of(ReleaseFacts facts, Tiles tiles) {
    List<Conflict> conflicts = facts.pairs().conflicts();
    if (conflicts.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          facts.labels().isEmpty()
              ? "The rows have no labels, so none can differ."
              : facts.run().recipe().dedup() == null
                  ? "No duplicates were looked for, so no labels were compared."
                  : "No two duplicates have different labels.");
    }
    List<List<DataTable.Cell>> rows = new ArrayList<>();
    List<Block.Pair> pairs = new ArrayList<>();
    for (Conflict conflict : conflicts) {
      String title = conflict.leftLabel() + " or " + conflict.rightLabel();
      rows.add(
          List.of(
              cell(conflict.pair().left()),
              cell(conflict.leftLabel()),
              cell(conflict.pair().right()),
              cell(conflict.rightLabel()),
              cell(conflict.pair().kind() + ", " + conflict.pair().rule()),
              decimal(conflict.pair().similarity(), 4),
              cell(conflict.merged() ? "one stands for both" : "kept apart")));
      if (pairs.size() < SHOWN) {
        pairs.add(
            DuplicateSection.pair(
                title,
                conflict.pair().kind() + ", " + conflict.pair().rule(),
                conflict.pair(),
                tiles));
      }
    }
    DedupEvidence evidence = facts.run().done().dedupEvidence();
    String total =
        evidence == null
            ? ""
            : " There are "
                + Texts.count(evidence.labelConflicts())
                + " such pairs; of "
                + Texts.count(evidence.mergedConflicts())
                + " one row stands for both.";
    return new Section(
        ID,
        TITLE,
        "Duplicates with different labels: an error of a label, or a wrong pair."
            + total
            + " The most similar ones are shown; table label_conflicts has all.",
        List.of(
            new Block.Pairs(pairs),
            new DataTable(
                ID,
                "Most similar pairs with different labels",
                List.of(
                    DataTable.text("Left"),
                    DataTable.text("Label"),
                    DataTable.text("Right"),
                    DataTable.text("Label"),
                    DataTable.text("Kind and rule"),
                    DataTable.number("Similarity"),
                    DataTable.text("Outcome")),
                rows,
                null)));
  }

  private ConflictSection() {}
}

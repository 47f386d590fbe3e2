package dev.winnow.transforms.check;

import static dev.winnow.schemas.Decisions.REASON;
import static dev.winnow.schemas.Examples.ID;
import static org.apache.spark.sql.functions.col;

import dev.winnow.schemas.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Checks that no row is lost or changes sides by a split: kept, dropped, held-out and quarantined
 * rows are all rows, and the rows decided as held out are those of table {@code held_out} that were
 * not quarantined.
 */
public final class HeldOutLaws {

  private static final String DRAWN = "winnow_drawn";

  /**
   * Returns one sentence for each law that is broken. Without a split it starts no Spark job, with
   * one it costs two joins by id.
   *
   * @param decisions the decisions table
   * @param heldOut the table of held-out rows; null for none
   * @param totals totals of the decisions
   */
  public static List<String> violations(
      Dataset<Row> decisions, Dataset<Row> heldOut, DecisionTotals totals) {
    List<String> broken = new ArrayList<>();
    long kept = totals.rowsOf(Reason.Kind.KEPT);
    long dropped = totals.rowsOf(Reason.Kind.PRUNED, Reason.Kind.DUPLICATE, Reason.Kind.LEAK);
    long held = totals.rowsOf(Reason.Kind.HELD_OUT);
    long quarantined = totals.rowsOf(Reason.Kind.QUARANTINED);
    if (kept + dropped + held + quarantined != totals.rows()) {
      broken.add(
          "kept, dropped, held-out and quarantined rows must be "
              + totals.rows()
              + ", got "
              + kept
              + " + "
              + dropped
              + " + "
              + held
              + " + "
              + quarantined);
    }
    if (heldOut == null) {
      if (held > 0) {
        broken.add("no row may be held out without a split, got " + held);
      }
      return broken;
    }
    Dataset<Row> drawn = heldOut.select(col(ID).as(DRAWN));
    Column isHeldOut = col(REASON).isin(Reason.wordsOf(Reason.Kind.HELD_OUT).toArray());
    Column isQuarantined = col(REASON).isin(Reason.wordsOf(Reason.Kind.QUARANTINED).toArray());
    Laws.describe(
        broken,
        "every row decided as held out is in table held_out",
        decisions.where(isHeldOut).join(drawn, col(ID).equalTo(col(DRAWN)), "left_anti"));
    Laws.describe(
        broken,
        "every row of table held_out is decided as held out or quarantined",
        heldOut.join(
            decisions.where(isHeldOut.or(isQuarantined)).select(col(ID).as(DRAWN)),
            col(ID).equalTo(col(DRAWN)),
            "left_anti"));
    return broken;
  }

  private HeldOutLaws() {}
}

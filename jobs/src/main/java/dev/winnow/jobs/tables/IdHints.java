package dev.winnow.jobs.tables;

import java.util.List;

/**
 * Suggests ids for one that does not exist. Costs a pass over the ids, which keeps three rows, and
 * no sort.
 */
public final class IdHints {

  private static final int SHOWN = 3;

  /**
   * Number of characters of an id that are compared; in practice no two ids differ only after them.
   */
  static final int COMPARED = 64;

  /**
   * Returns {@code "; did you mean x, y?"}. It names the ids of a file if the given id is the end
   * of its source, else the ids that share the longest beginning with it. If there are none, it
   * shows examples of ids.
   *
   * @param decisions version of that table; null where there is none, and then ids are not compared
   * @param examples version of that table; null where there is none
   */
  public static String hint(String id, TableLookup tables, Long decisions, Long examples) {
    if (examples != null && (id.contains("/") || id.contains("."))) {
      List<String> ofFile = tables.findBySource(examples, id, SHOWN);
      if (!ofFile.isEmpty()) {
        return "; did you mean " + String.join(", ", ofFile) + ", which have that source?";
      }
    }
    if (decisions == null) {
      return "; table quarantine has the ids of the refused rows, examples those of the others";
    }
    List<String> nearest = tables.findByBeginning(decisions, id, SHOWN);
    return nearest.isEmpty()
        ? "; ids look like " + String.join(", ", tables.firstIds(decisions, SHOWN))
        : "; did you mean " + String.join(", ", nearest) + "?";
  }

  private IdHints() {}
}

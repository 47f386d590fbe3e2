package dev.winnow.jobs.tables;

import java.util.List;

/**
 * Suggests ids for one that does not exist. Costs a pass over the ids, which keeps three rows, and
 * no sort.
 */
public final class IdHints {

  private static final int SHOWN = 3;

  /** Characters of an id that are compared; more would tell no two ids apart in practice. */
  static final int COMPARED = 64;

  /**
   * {@code "; did you mean x, y?"}: if the id given is the end of a source, the ids of that file;
   * else those that share the longest beginning with it; else what ids look like.
   *
   * @param decisions version of that table
   * @param examples version of that table
   */
  public static String hint(String id, TableLookup tables, long decisions, long examples) {
    if (id.contains("/") || id.contains(".")) {
      List<String> ofFile = tables.ofSource(examples, id, SHOWN);
      if (!ofFile.isEmpty()) {
        return "; did you mean " + String.join(", ", ofFile) + ", by its source?";
      }
    }
    List<String> nearest = tables.sharingBeginning(decisions, id, SHOWN);
    return nearest.isEmpty()
        ? "; ids look like " + String.join(", ", tables.firstIds(decisions, SHOWN))
        : "; did you mean " + String.join(", ", nearest) + "?";
  }

  private IdHints() {}
}

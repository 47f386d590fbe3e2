package dev.winnow.jobs.why;

import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Duplicates.COSINE_SIMILARITY;
import static dev.winnow.schemas.Duplicates.DUPLICATE_OF;
import static dev.winnow.schemas.Duplicates.KIND;
import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Duplicates.RULE;
import static dev.winnow.schemas.LabelConflicts.MERGED;
import static dev.winnow.schemas.Scores.CLUSTER_ID;

import dev.winnow.jobs.release.ReleaseCatalog;
import dev.winnow.jobs.tables.TableLookup;
import dev.winnow.schemas.Decisions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the duplicates of a row: the chain of witnesses of a dropped row, or the dropped rows that
 * a remaining row stands for, and the duplicates that have another label.
 */
final class RowDuplicates {

  private static final String TABLE = "duplicates";

  /**
   * Most steps that are followed; of a longer chain, the beginning and the representative are
   * shown.
   */
  private static final int STEPS = 10;

  private static final int EXAMPLES = 3;

  /** Most pairs of different labels that are shown. */
  private static final int CONFLICTS_SHOWN = 10;

  private static final String CONFLICTS = "label_conflicts";

  private final TableLookup tables;
  private final ReleaseCatalog.Release release;

  RowDuplicates(TableLookup tables, ReleaseCatalog.Release release) {
    this.tables = tables;
    this.release = release;
  }

  void add(Map<String, Object> decision, Map<String, Object> story) {
    String id = (String) decision.get("id");
    if (decision.get(DUPLICATE_OF) != null) {
      story.put("duplicate", chain(decision));
    } else if (release.holds(TABLE) && decision.get(KEEP_RANK) != null) {
      TableLookup.Matches represented =
          tables.matches(TABLE, release.version(TABLE), REPRESENTATIVE, id, EXAMPLES);
      if (represented.rows() > 0) {
        Map<String, Object> stands = new LinkedHashMap<>();
        stands.put("rows", represented.rows());
        stands.put("examples", represented.first());
        story.put("stands_for", stands);
      }
    }
    List<Map<String, Object>> conflicts = conflicts(id);
    if (!conflicts.isEmpty()) {
      story.put(CONFLICTS, conflicts);
    }
  }

  /**
   * Returns the duplicates of the row that have another label, at most {@value #CONFLICTS_SHOWN}.
   */
  private List<Map<String, Object>> conflicts(String id) {
    List<Map<String, Object>> conflicts = new ArrayList<>();
    if (!release.holds(CONFLICTS)) {
      return conflicts;
    }
    long version = release.version(CONFLICTS);
    for (String side : new String[] {"left", "right"}) {
      String other = side.equals("left") ? "right" : "left";
      for (Map<String, Object> row : tables.where(CONFLICTS, version, side + "_id", id)) {
        Map<String, Object> conflict = new LinkedHashMap<>();
        conflict.put("id", row.get(other + "_id"));
        conflict.put("label", row.get(other + "_label"));
        conflict.put(KIND, row.get(KIND));
        conflict.put(RULE, row.get(RULE));
        conflict.put(MERGED, row.get(MERGED));
        conflicts.add(conflict);
      }
    }
    conflicts.sort(Comparator.comparing(conflict -> String.valueOf(conflict.get("id"))));
    return conflicts.size() > CONFLICTS_SHOWN ? conflicts.subList(0, CONFLICTS_SHOWN) : conflicts;
  }

  private Map<String, Object> chain(Map<String, Object> decision) {
    Map<String, Object> duplicate = new LinkedHashMap<>();
    String representative = (String) decision.get(REPRESENTATIVE);
    List<Map<String, Object>> steps = new ArrayList<>();
    if (release.holds(TABLE)) {
      String at = (String) decision.get("id");
      while (at != null && steps.size() < STEPS) {
        List<Map<String, Object>> found = tables.where(TABLE, release.version(TABLE), "id", at);
        if (found.isEmpty()) {
          break;
        }
        steps.add(RowStory.facts(found.get(0), CLUSTER_ID, REPRESENTATIVE));
        String next = (String) found.get(0).get(DUPLICATE_OF);
        at = next == null || next.equals(representative) ? null : next;
      }
    }
    if (steps.isEmpty()) {
      Map<String, Object> step = new LinkedHashMap<>();
      for (String column : new String[] {"id", DUPLICATE_OF, COSINE_SIMILARITY}) {
        if (decision.get(column) != null) {
          step.put(column, decision.get(column));
        }
      }
      steps.add(step);
    }
    duplicate.put("chain", steps);
    if (steps.get(0).get(DUPLICATE_OF) instanceof String witness) {
      Map<String, Object> facts =
          new RowWitness(tables, release).facts((String) decision.get("id"), witness);
      if (!facts.isEmpty()) {
        duplicate.put("witness", facts);
      }
    }
    if (representative != null) {
      duplicate.put(REPRESENTATIVE, representative);
      String decisions = Decisions.SPEC.name();
      if (release.holds(decisions)) {
        tables
            .where(decisions, release.version(decisions), "id", representative, "reason")
            .forEach(row -> duplicate.put("representative_reason", row.get("reason")));
      }
    }
    return duplicate;
  }
}

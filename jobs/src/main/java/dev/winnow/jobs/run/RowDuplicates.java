package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;

import dev.winnow.jobs.delta.TableStore;
import dev.winnow.schemas.Decisions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a row has to do with duplicates: the chain of witnesses of one that was dropped, or the rows
 * that were dropped in favour of one that stayed.
 */
record RowDuplicates(TableStore tables, Published.Release release) {

  private static final String TABLE = "duplicates";

  /** Steps followed; a longer chain is told from both its ends. */
  private static final int STEPS = 10;

  private static final int EXAMPLES = 3;

  void add(Row decision, Map<String, Object> story) {
    String id = decision.getAs("id");
    if (decision.getAs("duplicate_of") != null) {
      story.put("duplicate", chain(decision));
    } else if (release.holds(TABLE) && decision.getAs("keep_rank") != null) {
      Dataset<Row> own =
          release.read(tables, TABLE).where(col("representative").equalTo(id)).select("id");
      long rows = own.count();
      if (rows > 0) {
        Map<String, Object> stands = new LinkedHashMap<>();
        stands.put("rows", rows);
        stands.put(
            "examples",
            own.orderBy("id").limit(EXAMPLES).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList());
        story.put("stands_for", stands);
      }
    }
  }

  private Map<String, Object> chain(Row decision) {
    Map<String, Object> duplicate = new LinkedHashMap<>();
    String representative = decision.getAs("representative");
    List<Map<String, Object>> steps = new ArrayList<>();
    if (release.holds(TABLE)) {
      Dataset<Row> duplicates = release.read(tables, TABLE);
      String at = decision.getAs("id");
      while (at != null && steps.size() < STEPS) {
        List<Row> found = duplicates.where(col("id").equalTo(at)).collectAsList();
        if (found.isEmpty()) {
          break;
        }
        steps.add(RowStory.facts(found.get(0), "cluster_id", "representative"));
        String next = found.get(0).getAs("duplicate_of");
        at = next == null || next.equals(representative) ? null : next;
      }
    }
    if (steps.isEmpty()) {
      Map<String, Object> step = new LinkedHashMap<>();
      for (String column : new String[] {"id", "duplicate_of", "cosine_similarity"}) {
        if (decision.getAs(column) != null) {
          step.put(column, decision.getAs(column));
        }
      }
      steps.add(step);
    }
    duplicate.put("chain", steps);
    if (representative != null) {
      duplicate.put("representative", representative);
      for (Row row :
          release
              .read(tables, Decisions.SPEC)
              .where(col("id").equalTo(representative))
              .select("reason")
              .collectAsList()) {
        duplicate.put("representative_reason", row.getString(0));
      }
    }
    return duplicate;
  }
}

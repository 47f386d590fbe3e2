package dev.winnow.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ids that may have been meant. One pass over the ids, which keeps three rows, and no sort. */
final class NearestIds {

  private static final int SHOWN = 3;

  /** Characters of an id that are compared; more would tell no two ids apart in practice. */
  private static final int COMPARED = 64;

  /**
   * {@code "; did you mean x, y?"}: ids that share the longest beginning with the one given; if it
   * is no id but the end of a source, the ids of that file; else what ids look like.
   */
  static String hint(String id, Dataset<Row> decisions, Dataset<Row> examples) {
    Column shared = lit(0);
    for (int i = 1; i <= Math.min(COMPARED, id.length()); i++) {
      shared = shared.plus(when(col("id").startsWith(id.substring(0, i)), 1).otherwise(0));
    }
    if (id.contains("/") || id.contains(".")) {
      List<String> ofFile =
          ids(
              examples
                  .where(col("source").endsWith(id).or(col("source").contains(id + "#")))
                  .orderBy("id"));
      if (!ofFile.isEmpty()) {
        return "; did you mean " + String.join(", ", ofFile) + ", by its source?";
      }
    }
    Dataset<Row> near = decisions.select(col("id"), shared.as("shared")).where("shared > 0");
    List<String> nearest = ids(near.orderBy(col("shared").desc(), col("id").asc()));
    return nearest.isEmpty()
        ? "; ids look like " + String.join(", ", ids(decisions.select("id")))
        : "; did you mean " + String.join(", ", nearest) + "?";
  }

  private static List<String> ids(Dataset<Row> rows) {
    return rows.select("id").limit(SHOWN).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private NearestIds() {}
}

package dev.winnow.jobs.stage.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static dev.winnow.schemas.Examples.LABEL;
import static dev.winnow.schemas.Examples.SOURCE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import dev.winnow.jobs.run.DedupEvidence.Loss;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Counts the rows that sources, labels and groups lose as duplicates. Sources are the files that
 * hold several rows, and the folders of several files.
 */
final class Losses {

  /** Least rows of a file, a folder or a label; a share of fewer says little. */
  static final int LEAST_ROWS = 100;

  /** Least rows of a group: a hundredth of a corpus that is large enough to lose rows. */
  static final int LEAST_GROUP = 10;

  /** Most that are listed of each kind. */
  static final int LISTED = 20;

  private static final String KIND = "kind";
  private static final String NAME = "name";
  private static final String GONE = "winnow_gone";
  private static final String PATH = "winnow_path";
  private static final String RANK = "winnow_rank";

  /**
   * Returns those that lose the largest shares of their rows, the largest first, ties by number of
   * rows and name. Costs one Spark job with a join and two aggregations.
   *
   * @param examples id, source and label of the embedded rows
   * @param duplicates id and representative of the dropped rows
   */
  static List<Loss> of(Dataset<Row> examples, Dataset<Row> duplicates) {
    Dataset<Row> counts = ofNames(examples, duplicates).union(ofGroups(duplicates));
    Column share = col("dropped").divide(col("rows"));
    List<Loss> losses = new ArrayList<>();
    for (Row row :
        counts
            .withColumn(
                RANK,
                row_number()
                    .over(
                        Window.partitionBy(KIND)
                            .orderBy(share.desc(), col("rows").desc(), col(NAME))))
            .where(col(RANK).leq(LISTED))
            .orderBy(KIND, RANK)
            .select(KIND, NAME, "rows", "dropped")
            .collectAsList()) {
      losses.add(new Loss(row.getString(0), row.getString(1), row.getLong(2), row.getLong(3)));
    }
    return losses;
  }

  private static Dataset<Row> ofNames(Dataset<Row> examples, Dataset<Row> duplicates) {
    Dataset<Row> gone = duplicates.select(col("id").as(GONE));
    Column path = substring_index(col(SOURCE), "#", 1);
    Column file = when(col(SOURCE).contains("#"), path);
    Column folder = regexp_replace(path, "/[^/]*$", "");
    return examples
        .join(gone, col("id").equalTo(col(GONE)), "left")
        .select(
            col(GONE),
            path.as(PATH),
            explode(array(name("label", col(LABEL)), name("file", file), name("folder", folder)))
                .as("of"))
        .where(col("of.name").isNotNull())
        .groupBy(col("of.kind").as(KIND), col("of.name").as(NAME))
        .agg(
            count(lit(1)).as("rows"),
            count(col(GONE)).as("dropped"),
            min(PATH).as("first"),
            max(PATH).as("last"))
        .where(
            col("rows")
                .geq(LEAST_ROWS)
                .and(col("dropped").gt(0))
                .and(col(KIND).notEqual("folder").or(col("first").notEqual(col("last")))))
        .select(KIND, NAME, "rows", "dropped");
  }

  private static Column name(String kind, Column name) {
    return struct(lit(kind).as(KIND), name.as(NAME));
  }

  private static Dataset<Row> ofGroups(Dataset<Row> duplicates) {
    return duplicates
        .groupBy(col(REPRESENTATIVE).as(NAME))
        .agg(count(lit(1)).as("dropped"))
        .select(
            lit(Loss.GROUP).as(KIND), col(NAME), col("dropped").plus(1).as("rows"), col("dropped"))
        .where(col("rows").geq(LEAST_GROUP));
  }

  private Losses() {}
}

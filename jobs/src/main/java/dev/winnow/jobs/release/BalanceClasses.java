package dev.winnow.jobs.release;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.tables.TableStore;
import dev.winnow.schemas.Examples;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds the class of each row in a string column; a floor protects each class. */
public final class BalanceClasses {

  public static final String COLUMN = "class";

  /** Name of an example's id in rows that have another column id. */
  public static final String EXAMPLE = "example_id";

  private static final String METADATA = "metadata.";

  private final TableStore tables;
  private final String by;
  private final long examples;

  /**
   * @param by label, cluster, source, or a field of metadata, with or without {@code metadata.}
   * @param examples version of table examples
   */
  public BalanceClasses(TableStore tables, String by, long examples) {
    this.tables = tables;
    this.by = by;
    this.examples = examples;
  }

  /**
   * Adds the class to rows of {@code id} and {@code cluster_id}; null where a row has none.
   *
   * @throws Failure for a field of metadata that no example has
   */
  public Dataset<Row> withClasses(Dataset<Row> rows) {
    if (by.equals("cluster")) {
      return rows.withColumn(COLUMN, col(CLUSTER_ID).cast("string"));
    }
    Dataset<Row> table = tables.read(Examples.SPEC, examples);
    Dataset<Row> classes = table.select(col("id"), value().as(COLUMN));
    if (isField() && classes.where(col(COLUMN).isNotNull()).isEmpty() && !table.isEmpty()) {
      throw new Failure(
          ExitCode.DATA,
          "prune.balance.by must be label, cluster, source or a field of the examples' metadata, got "
              + by
              + "; an example's metadata is "
              + table.select("metadata").first().getString(0));
    }
    return rows.join(classes, "id");
  }

  /**
   * Returns the columns of examples that shifts and floors need: the id, as {@link #EXAMPLE},
   * {@code label}, {@link ShiftTable#GROUP}, which is not null, and the class if it is none of
   * these.
   */
  public Dataset<Row> selectFromExamples(Dataset<Row> examples) {
    Dataset<Row> known =
        examples.select(
            col("id").as(EXAMPLE),
            col("label"),
            ShiftTable.group(col("source")).as(ShiftTable.GROUP),
            col("metadata"));
    boolean other = isField() && !by.equals("cluster");
    return (other ? known.withColumn(COLUMN, value()) : known).drop("metadata");
  }

  /**
   * Adds the class to rows of {@code cluster_id} that {@link #selectFromExamples} was joined to.
   */
  public Dataset<Row> withJoinedClasses(Dataset<Row> rows) {
    return switch (by) {
      case "label" -> rows.withColumn(COLUMN, col("label"));
      case "source" -> rows.withColumn(COLUMN, col(ShiftTable.GROUP));
      case "cluster" -> rows.withColumn(COLUMN, col(CLUSTER_ID).cast("string"));
      default -> rows;
    };
  }

  private boolean isField() {
    return !by.equals("label") && !by.equals("source");
  }

  private Column value() {
    if (by.equals("label")) {
      return col("label");
    }
    if (by.equals("source")) {
      return ShiftTable.group(col("source"));
    }
    String field = by.startsWith(METADATA) ? by.substring(METADATA.length()) : by;
    return get_json_object(col("metadata"), "$['" + field + "']");
  }
}

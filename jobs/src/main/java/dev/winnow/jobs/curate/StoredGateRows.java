package dev.winnow.jobs.curate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.winnow.jobs.run.Done;
import dev.winnow.jobs.run.RunContext;
import dev.winnow.jobs.text.Texts;
import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.EvaluationLeaks;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Quarantine;
import dev.winnow.schemas.TableSpec;
import dev.winnow.transforms.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Rows behind the refusal of a gate, from the tables that the stages of the run have written. The
 * example of a code is its row with the first source; elsewhere it is the row with the first id.
 * Each method costs one Spark job.
 */
final class StoredGateRows implements GateRows {

  /** Most codes that are listed, the most frequent first. */
  private static final int LISTED = 20;

  /** Most characters that are shown of a source, and of a message. */
  private static final int SHOWN = 200;

  private final RunContext run;

  StoredGateRows(RunContext run) {
    this.run = run;
  }

  @Override
  public List<String> quarantined(Done done) {
    return lines(
        Quarantine.SPEC,
        done,
        List.of(Quarantine.CODE),
        List.of(Examples.SOURCE, Examples.ID, Quarantine.MESSAGE),
        row ->
            row.getString(0)
                + ", such as "
                + Printable.beginning(example(row, Examples.SOURCE), SHOWN)
                + ": "
                + Printable.beginning(example(row, Quarantine.MESSAGE), SHOWN));
  }

  @Override
  public List<String> duplicates(Done done) {
    return lines(
        Duplicates.SPEC,
        done,
        List.of(Duplicates.KIND, Duplicates.RULE),
        List.of(Examples.ID, Duplicates.DUPLICATE_OF, Duplicates.SIMILARITY),
        row ->
            row.getString(0)
                + " by "
                + row.getString(1)
                + ", such as "
                + pair(row, "a duplicate of ", Duplicates.DUPLICATE_OF));
  }

  @Override
  public List<String> leaks(Done done) {
    return lines(
        EvaluationLeaks.SPEC,
        done,
        List.of(Duplicates.RULE),
        List.of(Examples.ID, EvaluationLeaks.EVALUATION_ID, Duplicates.SIMILARITY),
        row ->
            "by "
                + row.getString(0)
                + ", such as "
                + pair(row, "a duplicate of held-out ", EvaluationLeaks.EVALUATION_ID));
  }

  @Override
  public List<String> decisions(Done done) {
    return lines(
        Decisions.SPEC,
        done,
        List.of(Decisions.REASON),
        List.of(Examples.ID),
        row -> row.getString(0) + ", such as " + example(row, Examples.ID));
  }

  private static String pair(Row row, String relation, String other) {
    Row example = row.getAs("example");
    return String.format(
        Locale.ROOT,
        "%s, %s%s (similarity %.4f)",
        example(row, Examples.ID),
        relation,
        example(row, other),
        example.<Double>getAs(Duplicates.SIMILARITY));
  }

  private static String example(Row row, String column) {
    return row.<Row>getAs("example").getAs(column);
  }

  /**
   * Returns a line for each group of rows, and one with the command for the first example.
   *
   * @param columns of the example; the least of them is shown
   */
  private List<String> lines(
      TableSpec table,
      Done done,
      List<String> by,
      List<String> columns,
      Function<Row, String> description) {
    Long version = done.versions().get(table.name());
    if (version == null) {
      return List.of();
    }
    List<Row> groups =
        run.tables()
            .read(table, version)
            .groupBy(by.stream().map(name -> col(name)).toArray(Column[]::new))
            .agg(
                count(lit(1)).as("rows"),
                min(struct(columns.stream().map(name -> col(name)).toArray(Column[]::new)))
                    .as("example"))
            .orderBy(col("rows").desc(), col(by.get(0)), col(by.get(by.size() - 1)))
            .limit(LISTED)
            .collectAsList();
    List<String> lines = new ArrayList<>();
    for (Row group : groups) {
      lines.add(Texts.count(group.getAs("rows")) + " " + description.apply(group));
    }
    if (!groups.isEmpty()) {
      lines.add(
          "explain a row: winnow why "
              + recipe()
              + " "
              + word(example(groups.get(0), Examples.ID))
              + " --run-id "
              + run.runId());
    }
    return lines;
  }

  /** Returns the recipe file as a word of a shell; RECIPE if the run does not know it. */
  private String recipe() {
    String origin = run.loaded().origins().getOrDefault("name", "");
    return origin.matches("(?s).+:[0-9]+") ? word(origin.replaceFirst(":[0-9]+$", "")) : "RECIPE";
  }

  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

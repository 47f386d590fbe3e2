package dev.winnow.jobs.tables;

import static dev.winnow.schemas.Scores.CLUSTER_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.winnow.schemas.Decisions;
import dev.winnow.schemas.Examples;
import dev.winnow.schemas.Scores;
import dev.winnow.schemas.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Answers questions with Spark: one job for each question, on all executors. */
public final class SparkLookup implements TableLookup {

  private final TableStore tables;

  public SparkLookup(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public String folder() {
    return tables.folder();
  }

  @Override
  public boolean exists(TableSpec spec) {
    return tables.exists(spec);
  }

  @Override
  public List<Map<String, Object>> latest(TableSpec spec, String... columns) {
    return tables
        .stored()
        .latest(spec)
        .map(table -> table.rows(columns))
        .orElseGet(() -> values(tables.readLatest(spec), columns));
  }

  @Override
  public List<Map<String, Object>> where(
      String table, long version, String column, Object value, String... columns) {
    // No limit: with one, Spark would read the parts of the table one after the other.
    return values(tables.read(table, version).where(col(column).equalTo(value)), columns);
  }

  @Override
  public Matches matches(String table, long version, String column, String value, int first) {
    Dataset<Row> found = tables.read(table, version).where(col(column).equalTo(value)).select("id");
    long rows = found.count();
    return new Matches(rows, rows == 0 ? List.of() : ids(found.orderBy("id"), first));
  }

  @Override
  public Standing standing(long scores, double hardness, int cluster) {
    Column below = col("hardness").leq(hardness);
    Column inside = col(CLUSTER_ID).equalTo(cluster);
    Row counts =
        tables
            .read(Scores.SPEC, scores)
            .agg(
                count(lit(1)),
                count(when(below, 1)),
                count(when(inside, 1)),
                count(when(below.and(inside), 1)))
            .first();
    return new Standing(counts.getLong(0), counts.getLong(1), counts.getLong(2), counts.getLong(3));
  }

  @Override
  public List<String> findByBeginning(long decisions, String text, int most) {
    Column shared = lit(0);
    for (int i = 1; i <= Math.min(IdHints.COMPARED, text.length()); i++) {
      shared = shared.plus(when(col("id").startsWith(text.substring(0, i)), 1).otherwise(0));
    }
    return ids(
        tables
            .read(Decisions.SPEC, decisions)
            .select(col("id"), shared.as("shared"))
            .where("shared > 0")
            .orderBy(col("shared").desc(), col("id").asc()),
        most);
  }

  @Override
  public List<String> firstIds(long decisions, int most) {
    return ids(tables.read(Decisions.SPEC, decisions).orderBy("id"), most);
  }

  @Override
  public List<String> findBySource(long examples, String text, int most) {
    return ids(
        tables
            .read(Examples.SPEC, examples)
            .where(col("source").endsWith(text).or(col("source").contains(text + "#")))
            .orderBy("id"),
        most);
  }

  @Override
  public List<Named> named(String table, long version, List<String> spellings, int most) {
    return tables
        .read(table, version)
        .select(col("id"), col("source"), RowNames.grade(spellings).as("grade"))
        .where("grade > 0")
        .orderBy(col("grade").desc(), col("id").asc())
        .limit(most)
        .collectAsList()
        .stream()
        .map(row -> new Named(row.getString(0), row.getString(1), row.getInt(2)))
        .toList();
  }

  private static List<String> ids(Dataset<Row> rows, int most) {
    return rows.select("id").limit(most).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<Map<String, Object>> values(Dataset<Row> rows, String... columns) {
    Dataset<Row> selected =
        columns.length == 0
            ? rows
            : rows.select(Arrays.stream(columns).map(c -> col(c)).toArray(Column[]::new));
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : selected.collectAsList()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (String column : row.schema().fieldNames()) {
        values.put(column, row.getAs(column));
      }
      all.add(values);
    }
    return all;
  }
}

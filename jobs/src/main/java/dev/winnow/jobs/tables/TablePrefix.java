package dev.winnow.jobs.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Files of a table at a version whose values of a whole-number column are at most a bound, and the
 * files that have values on both sides of it. A new version of the table can hold the first as they
 * are. The log has the least and the greatest value of each file.
 *
 * <p>A file without these values counts as one with values on both sides.
 */
public final class TablePrefix {

  private final SparkSession spark;
  private final StructType schema;
  private final String column;
  private final long bound;
  private final List<TableContent.DataFile> below;
  private final List<TableContent.DataFile> across;

  private TablePrefix(
      SparkSession spark,
      StructType schema,
      String column,
      long bound,
      List<TableContent.DataFile> below,
      List<TableContent.DataFile> across) {
    this.spark = spark;
    this.schema = schema;
    this.column = column;
    this.bound = bound;
    this.below = below;
    this.across = across;
  }

  static TablePrefix of(SparkSession spark, TableContent content, String column, long bound) {
    List<TableContent.DataFile> below = new ArrayList<>();
    List<TableContent.DataFile> across = new ArrayList<>();
    for (TableContent.DataFile file : content.data()) {
      Optional<TableContent.Range> range = file.range(column);
      if (range.isPresent() && range.get().greatest() <= bound) {
        below.add(file);
      } else if (range.isEmpty() || range.get().least() <= bound) {
        across.add(file);
      }
    }
    return new TablePrefix(spark, content.schema(), column, bound, below, across);
  }

  /** Returns the rows of the files that stay as they are. */
  public Dataset<Row> whole() {
    return read(below);
  }

  /** Returns the rows at most the bound of the files that have rows above it, too. */
  public Dataset<Row> rest() {
    return read(across).where(condition());
  }

  /** Returns the condition that the rows of the new version meet, as SQL. */
  String condition() {
    return column + " <= " + bound;
  }

  private Dataset<Row> read(List<TableContent.DataFile> files) {
    return files.isEmpty()
        ? spark.createDataFrame(List.of(), schema)
        : spark
            .read()
            .schema(schema)
            .parquet(files.stream().map(file -> file.path().toString()).toArray(String[]::new));
  }

  /** Returns the files that stay and that a version does not hold. */
  List<TableContent.DataFile> missingIn(TableContent content) {
    return without(below, content.data());
  }

  /** Returns the files of a version that do not stay. */
  List<TableContent.DataFile> notStaying(TableContent content) {
    return without(content.data(), below);
  }

  private static List<TableContent.DataFile> without(
      List<TableContent.DataFile> files, List<TableContent.DataFile> others) {
    Set<Path> known =
        new HashSet<>(others.stream().map(TableContent.DataFile::path).collect(Collectors.toSet()));
    return files.stream().filter(file -> !known.contains(file.path())).toList();
  }
}

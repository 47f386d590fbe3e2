package dev.winnow.transforms.select;

import static dev.winnow.schemas.Decisions.CUMULATIVE_BYTES;
import static dev.winnow.schemas.Decisions.CUMULATIVE_TOKENS;
import static dev.winnow.schemas.Decisions.KEEP_RANK;
import static dev.winnow.schemas.Examples.CONTENT_BYTES;
import static dev.winnow.schemas.Examples.ID;
import static dev.winnow.schemas.Examples.TOKENS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.task.RowValues;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds up the lengths of ranked rows in the order of their ranks.
 *
 * <p>Rows are divided into ranges of ranks. One job adds up each range, and the driver turns these
 * sums, two numbers for each range, into offsets; then every range counts on from its offset. So no
 * task holds all rows. Sums are whole numbers, exact up to 2^63, and do not depend on the ranges.
 * Cost: a join by id, a sort by rank with its sampling, and one job more.
 */
public final class RankedSums {

  private static final String KEY = "winnow_example";

  /**
   * Returns the rows with {@code cumulative_tokens} and {@code cumulative_bytes} added: the sums
   * over all rows of at most the same rank. A sum is null from the first row on whose length is not
   * known.
   *
   * @param ranked rows of {@code id} and {@code keep_rank}, which is never null, and any others
   * @param examples rows of {@code id}, {@code content_bytes} and {@code tokens}; in tables of
   *     earlier versions the last two are absent, and so all sums are null
   * @throws ArithmeticException when a sum is above 2^63 - 1
   */
  public static Dataset<Row> add(Dataset<Row> ranked, Dataset<Row> examples) {
    return add(ranked, examples, 0);
  }

  /**
   * @param ranges number of ranges of ranks; 0 for as many as Spark makes
   */
  static Dataset<Row> add(Dataset<Row> ranked, Dataset<Row> examples, int ranges) {
    if (!known(examples)) {
      return ranked
          .withColumn(CUMULATIVE_TOKENS, lit(null).cast("long"))
          .withColumn(CUMULATIVE_BYTES, lit(null).cast("long"));
    }
    StructType input = ranked.schema();
    int width = input.size();
    Dataset<Row> lengths = examples.select(col(ID).as(KEY), col(TOKENS), col(CONTENT_BYTES));
    Column[] columns = new Column[width + 2];
    for (int i = 0; i < width; i++) {
      columns[i] = ranked.col(input.fieldNames()[i]);
    }
    columns[width] = lengths.col(TOKENS);
    columns[width + 1] = lengths.col(CONTENT_BYTES);
    Dataset<Row> joined =
        ranked.join(lengths, ranked.col(ID).equalTo(lengths.col(KEY)), "left").select(columns);
    JavaRDD<Row> rows =
        (ranges == 0
                ? joined.repartitionByRange(col(KEEP_RANK))
                : joined.repartitionByRange(ranges, col(KEEP_RANK)))
            .sortWithinPartitions(KEEP_RANK)
            .javaRDD();
    List<Long[]> ofRanges =
        rows.mapPartitions(range -> List.<Long[]>of(total(range, width)).iterator()).collect();
    Long[][] offsets = new Long[ofRanges.size()][];
    Long[] sum = {0L, 0L};
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = sum;
      sum = new Long[] {plus(sum[0], ofRanges.get(i)[0]), plus(sum[1], ofRanges.get(i)[1])};
    }
    JavaRDD<Row> summed =
        rows.mapPartitionsWithIndex(
            (range, content) -> new Sums(content, width, offsets[range]), true);
    return ranked
        .sparkSession()
        .createDataFrame(
            summed,
            input
                .add(CUMULATIVE_TOKENS, DataTypes.LongType, true)
                .add(CUMULATIVE_BYTES, DataTypes.LongType, true));
  }

  /** Returns true for examples that hold the lengths of their contents. */
  public static boolean known(Dataset<Row> examples) {
    return Arrays.asList(examples.columns()).containsAll(List.of(CONTENT_BYTES, TOKENS));
  }

  private static Long[] total(Iterator<Row> rows, int width) {
    Long[] sum = {0L, 0L};
    while (rows.hasNext()) {
      addTo(sum, rows.next(), width);
    }
    return sum;
  }

  private static void addTo(Long[] sum, Row row, int width) {
    for (int i = 0; i < 2; i++) {
      sum[i] = plus(sum[i], row.isNullAt(width + i) ? null : (Long) row.getLong(width + i));
    }
  }

  private static Long plus(Long a, Long b) {
    return a == null || b == null ? null : (Long) Math.addExact(a, b);
  }

  /** Rows of a range with the sums up to each of them. */
  private static final class Sums implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final int width;
    private final Long[] sum;

    Sums(Iterator<Row> rows, int width, Long[] offset) {
      this.rows = rows;
      this.width = width;
      this.sum = offset.clone();
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      addTo(sum, row, width);
      return RowValues.appendToFirst(row, width, sum[0], sum[1]);
    }
  }

  private RankedSums() {}
}

package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The mean of an example's rank quantiles in several scores, which have no common scale: the
 * hardness of examples that several encoders scored.
 *
 * <p>Among n rows, the rank of a score counts from 1 for the lowest; rows of equal scores share the
 * mean of their ranks, so equal examples stay equal. The quantile is rank / n, the result the mean
 * of the quantiles, in (0, 1]; higher is harder. Sums of ranks are exact, so the result depends on
 * neither the order of the columns nor the partitioning. Scores are finite and not null.
 *
 * <p>Cost: for each score a global sort and a pass that counts the rows of its partitions; equal
 * scores lie in one partition. The driver holds one number a partition. The rows are computed twice
 * for the first sort, so costly ones are to be stored before.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, appendix on ensembles
 *     of metrics
 */
public final class RankAverage {

  private static final String RANKS = "winnow_ranks";

  private final List<String> scores;

  /**
   * @param scores names of double columns, at least one
   */
  public RankAverage(List<String> scores) {
    this.scores = List.copyOf(scores);
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("scores must name at least one column, got none");
    }
  }

  /**
   * Returns the rows with a double column added.
   *
   * @param name of the new column
   */
  public Dataset<Row> apply(Dataset<Row> rows, String name) {
    Dataset<Row> ranked = rows.withColumn(RANKS, lit(0.0));
    long n = 0;
    for (String score : scores) {
      JavaRDD<Row> sorted = ranked.orderBy(score).javaRDD();
      long[] starts = starts(sorted);
      n = starts[starts.length - 1];
      ranked =
          rows.sparkSession()
              .createDataFrame(added(sorted, starts, score, ranked.schema()), ranked.schema());
    }
    // Ranks are halves below 2^52, so their sum is exact, and so is the divisor: one rounding.
    return ranked
        .withColumn(name, col(RANKS).divide(lit((double) Math.max(1, n) * scores.size())))
        .drop(RANKS);
  }

  /** Rows before each partition, and, in the last place, of all. */
  private static long[] starts(JavaRDD<Row> sorted) {
    List<Long> counts =
        sorted
            .mapPartitions(
                part -> {
                  long count = 0;
                  while (part.hasNext()) {
                    part.next();
                    count++;
                  }
                  return List.of(count).iterator();
                })
            .collect();
    long[] starts = new long[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      starts[i + 1] = starts[i] + counts.get(i);
    }
    return starts;
  }

  /** The rows with the rank of one score added to those before it. */
  private static JavaRDD<Row> added(
      JavaRDD<Row> sorted, long[] starts, String score, StructType schema) {
    int at = schema.fieldIndex(score);
    int into = schema.fieldIndex(RANKS);
    Broadcast<long[]> shipped =
        JavaSparkContext.fromSparkContext(sorted.context()).broadcast(starts);
    // The iterator of ties reads the same partition once more, ahead of the rows by one score: a
    // score that very many rows share costs no memory.
    JavaRDD<Ties> ties =
        sorted.mapPartitionsWithIndex(
            (index, part) -> new TiesOfPartition(part, at, shipped.value()[index]), true);
    return sorted.zipPartitions(ties, (rows, runs) -> new RankedRows(rows, runs, into));
  }

  /** Rows of one score, and the mean of their ranks. */
  private record Ties(long rows, double rank) implements Serializable {}

  private static final class TiesOfPartition implements Iterator<Ties> {

    private final Iterator<Row> rows;
    private final int at;
    private long before;
    private double score;
    private boolean open;

    TiesOfPartition(Iterator<Row> rows, int at, long before) {
      this.rows = rows;
      this.at = at;
      this.before = before;
      advance();
    }

    private void advance() {
      open = rows.hasNext();
      if (open) {
        score = rows.next().getDouble(at);
      }
    }

    @Override
    public boolean hasNext() {
      return open;
    }

    @Override
    public Ties next() {
      if (!open) {
        throw new NoSuchElementException("no more scores");
      }
      double shared = score;
      long count = 0;
      do {
        count++;
        advance();
      } while (open && score == shared);
      Ties ties = new Ties(count, before + (count + 1) / 2.0);
      before += count;
      return ties;
    }
  }

  private static final class RankedRows implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final Iterator<Ties> runs;
    private final int into;
    private Ties ties;
    private long left;

    RankedRows(Iterator<Row> rows, Iterator<Ties> runs, int into) {
      this.rows = rows;
      this.runs = runs;
      this.into = into;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      if (left == 0) {
        ties = runs.next();
        left = ties.rows();
      }
      left--;
      Object[] values = new Object[row.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i);
      }
      values[into] = row.getDouble(into) + ties.rank();
      return RowFactory.create(values);
    }
  }
}

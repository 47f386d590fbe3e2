package dev.winnow.transforms.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import dev.winnow.transforms.task.RowValues;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Mean of an example's rank quantiles in several scores that have no common scale: the hardness of
 * examples that several encoders scored.
 *
 * <p>Among n rows, ranks count from 1 for the lowest score. Rows of equal scores share the mean of
 * their ranks, so equal examples stay equal. The quantile is rank / n, and the result is the mean
 * of the quantiles, in (0, 1]; higher is harder. Sums of ranks are exact, so the result depends on
 * neither the order of the columns nor the partitioning. Scores are finite and not null.
 *
 * <p>Spark's {@code rank} over a {@code Window} without partitions does not serve: it moves all
 * rows to one task.
 *
 * <p>Cost: for each score a global sort and a pass that counts the rows of its partitions; equal
 * scores lie in one partition. The driver holds one number a partition. The first sort computes the
 * rows twice, so store rows that are costly to compute.
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
   * @param name name of the new column
   */
  public Dataset<Row> apply(Dataset<Row> rows, String name) {
    Dataset<Row> ranked = rows.withColumn(RANKS, lit(0.0));
    long n = 0;
    for (String score : scores) {
      // Sort by the score. The ranks of a partition begin after the rows of those before it.
      JavaRDD<Row> sorted = ranked.orderBy(score).javaRDD();
      long[] starts = starts(sorted);
      n = starts[starts.length - 1];
      // Add the rank in this score to the ranks so far.
      JavaRDD<Row> added = addRanks(sorted, starts, score, ranked.schema());
      ranked = rows.sparkSession().createDataFrame(added, ranked.schema());
    }
    // Ranks are multiples of a half and below 2^52, so their sum is exact, and so is the divisor:
    // the division is the only rounding.
    return ranked
        .withColumn(name, col(RANKS).divide(lit((double) Math.max(1, n) * scores.size())))
        .drop(RANKS);
  }

  /**
   * Counts the rows before each partition, in one job; the last element is the number of all rows.
   */
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

  /** Adds the rank in one score to the ranks of the scores before it. */
  private static JavaRDD<Row> addRanks(
      JavaRDD<Row> sorted, long[] starts, String score, StructType schema) {
    int scoreIndex = schema.fieldIndex(score);
    int ranksIndex = schema.fieldIndex(RANKS);
    Broadcast<long[]> shipped =
        JavaSparkContext.fromSparkContext(sorted.context()).broadcast(starts);
    // The ties come from a second pass over the same partition, which is one score ahead of the
    // rows: a score that very many rows share costs no memory.
    JavaRDD<Ties> ties =
        sorted.mapPartitionsWithIndex(
            (index, part) -> new TiesOfPartition(part, scoreIndex, shipped.value()[index]), true);
    return sorted.zipPartitions(
        ties,
        (rows, runs) -> {
          Ranks ranks = new Ranks(runs);
          return Batched.map(
              rows,
              row -> RowValues.replace(row, ranksIndex, row.getDouble(ranksIndex) + ranks.next()));
        });
  }

  /** Number of rows that share a score, and the mean of their ranks. */
  private record Ties(long rows, double rank) implements Serializable {}

  /** Ties of a sorted partition, in the order of their scores. */
  private static final class TiesOfPartition extends Batched<Row, Ties> {

    private final int scoreIndex;
    private long before;

    TiesOfPartition(Iterator<Row> rows, int scoreIndex, long before) {
      super(rows);
      this.scoreIndex = scoreIndex;
      this.before = before;
    }

    @Override
    protected Iterator<Ties> next(LookAhead<Row> in) {
      double score = in.next().getDouble(scoreIndex);
      long count = 1;
      while (in.hasNext() && in.peek().getDouble(scoreIndex) == score) {
        in.next();
        count++;
      }
      Ties ties = new Ties(count, before + (count + 1) / 2.0);
      before += count;
      return List.of(ties).iterator();
    }
  }

  /** Ranks of a partition's rows, one after the other. */
  private static final class Ranks {

    private final Iterator<Ties> runs;
    private Ties ties;
    private long left;

    Ranks(Iterator<Ties> runs) {
      this.runs = runs;
    }

    double next() {
      if (left == 0) {
        ties = runs.next();
        left = ties.rows();
      }
      left--;
      return ties.rank();
    }
  }
}

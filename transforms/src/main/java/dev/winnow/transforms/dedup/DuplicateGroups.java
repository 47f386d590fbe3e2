package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.dedup.groups.ConnectedComponents;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides from pairs of similar rows which rows go, and names for each a row that it duplicates.
 *
 * <p>Work that no other work waits for is done in parallel, in rounds of joins; what is left of
 * {@link ConnectedComponents#TASK_EDGES} pairs or fewer, and each connected component of so many,
 * is decided in one task, in the order of places. No task holds more than that many pairs. Rounds
 * are few where places are in no relation to the groups: of order log² n for {@link Rule#GREEDY} in
 * a random order (Fischer and Noever 2018, Tight analysis of parallel randomized greedy MIS), the
 * greatest distance to the kept row for {@link Rule#COMPONENTS}. A chain of more than {@link
 * ConnectedComponents#TASK_EDGES} rows, each similar to the next in the order only, is the worst
 * case of both: a round for each of its links beyond that number, or for every second one.
 */
public final class DuplicateGroups {

  /** Which rows of a group of similar rows go. */
  public enum Rule {
    /**
     * A row goes if it is similar to a row that stays and is ranked before it. Rows that stay are
     * similar to no other one that stays: the lexicographically first maximal independent set. The
     * witness is the kept earlier neighbour of greatest similarity, ties to the earlier place; it
     * is the representative too.
     */
    GREEDY,

    /**
     * Of each connected component the row of least place stays. The witness of another row is its
     * neighbour one step nearer to the kept row, of those the one of greatest similarity, ties to
     * the earlier place: chains of witnesses end at the kept row.
     */
    COMPONENTS
  }

  private final Rule rule;
  private final long taskEdges;

  public DuplicateGroups(Rule rule) {
    this(rule, ConnectedComponents.TASK_EDGES);
  }

  DuplicateGroups(Rule rule, long taskEdges) {
    this.rule = rule;
    this.taskEdges = taskEdges;
  }

  /**
   * Returns the rows that go: {@code id}, {@code duplicate_of} (a row of a given pair with it,
   * whose greatest {@code similarity} and the {@code rule} that gave it follow, ties to the lesser
   * name), and {@code representative}, which stays. Does not depend on partitioning. Runs jobs
   * before it returns: two joins with the order, then the rounds.
   *
   * @param pairs {@code left_id}, {@code right_id} (strings), {@code similarity} (double, not NaN),
   *     {@code rule} (string): in any direction, repeated or not; a row with itself is no pair
   * @param order {@code id} (string, distinct), {@code place} (long, not null): lesser ones are
   *     kept first, ties by id; ids that are in no pair may be there, one that is missing fails the
   *     job
   */
  public Dataset<Row> apply(Dataset<Row> pairs, Dataset<Row> order) {
    Dataset<Row> edges = Snapshot.of(Neighbours.of(pairs, order));
    return switch (rule) {
      case GREEDY -> new GreedyRule(taskEdges).apply(edges);
      case COMPONENTS -> new ComponentsRule(taskEdges).apply(edges);
    };
  }

  /**
   * Returns the rows that an earlier step dropped with representatives that outlive a later one:
   * where the later step dropped a representative, its own takes the place. Witnesses stay as they
   * are. One join.
   *
   * @param dropped of the earlier step, as {@link #apply} returns them, perhaps with more columns
   * @param later rows that a step on the survivors dropped
   */
  public static Dataset<Row> representedThrough(Dataset<Row> dropped, Dataset<Row> later) {
    Dataset<Row> moved =
        later.select(col("id").as("winnow_from"), col(REPRESENTATIVE).as("winnow_representative"));
    return dropped
        .join(moved, col(REPRESENTATIVE).equalTo(col("winnow_from")), "left")
        .withColumn(REPRESENTATIVE, coalesce(col("winnow_representative"), col(REPRESENTATIVE)))
        .drop("winnow_from", "winnow_representative");
  }
}

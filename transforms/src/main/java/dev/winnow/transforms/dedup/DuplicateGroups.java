package dev.winnow.transforms.dedup;

import static dev.winnow.schemas.Duplicates.REPRESENTATIVE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.winnow.transforms.dedup.groups.ConnectedComponents;
import dev.winnow.transforms.task.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides which rows are dropped, given pairs of similar rows, and names for each dropped row a row
 * that it duplicates.
 *
 * <ul>
 *   <li>{@link Rule#GREEDY}: the witness of a dropped row is the kept earlier neighbour of greatest
 *       similarity, ties to the earlier place. It is the representative too.
 *   <li>{@link Rule#COMPONENTS}: the row of least place stays. The witness of another row is its
 *       neighbour one step nearer to the kept row. Of several such neighbours it is the one of
 *       greatest similarity, ties to the earlier place. Chains of witnesses end at the kept row.
 * </ul>
 *
 * <p>Independent work is done in parallel, in rounds of joins. One task decides each connected
 * component of at most {@link ConnectedComponents#TASK_EDGES} pairs, in the order of places, and
 * also the rest of the larger components when it has as few pairs. No task holds more pairs than
 * that. There are few rounds if places have no relation to the groups: of order log² n for {@link
 * Rule#GREEDY} in a random order (Fischer and Noever 2018, Tight analysis of parallel randomized
 * greedy MIS), and the greatest distance to the kept row for {@link Rule#COMPONENTS}. A chain, in
 * which each row is similar only to the next one in the order, takes rounds in the logarithm of its
 * length by both rules, see {@link Chains} and {@link Paths}.
 */
public final class DuplicateGroups {

  private final Rule rule;
  private final long taskEdges;

  /**
   * @param rule {@link Rule#GREEDY} or {@link Rule#COMPONENTS}
   * @throws IllegalArgumentException for {@link Rule#REFERENCE}
   */
  public DuplicateGroups(Rule rule) {
    this(rule, ConnectedComponents.TASK_EDGES);
  }

  DuplicateGroups(Rule rule, long taskEdges) {
    if (rule == Rule.REFERENCE) {
      throw new IllegalArgumentException(
          "rule must be GREEDY or COMPONENTS for given pairs, got REFERENCE");
    }
    this.rule = rule;
    this.taskEdges = taskEdges;
  }

  /**
   * Returns the dropped rows: {@code id}; {@code duplicate_of}, a row that is in a given pair with
   * it; {@code representative}, a row that stays; the greatest {@code similarity} of the pair; and
   * the {@code rule} that gave this similarity, ties to the lesser name. The result does not depend
   * on partitioning. Runs jobs before it returns: two joins with the order, then the rounds.
   *
   * @param pairs {@code left_id}, {@code right_id} (strings), {@code similarity} (double, not NaN),
   *     {@code rule} (string). Pairs may have either direction and may repeat. A pair of a row with
   *     itself is ignored
   * @param order {@code id} (string, distinct), {@code place} (long, not null): rows of lesser
   *     places are kept first, ties by id. It may have ids that are in no pair. An id of a pair
   *     that is missing here fails the job
   */
  public Dataset<Row> apply(Dataset<Row> pairs, Dataset<Row> order) {
    return apply(pairs, order, Long.MAX_VALUE);
  }

  /**
   * Returns the dropped rows as {@link #apply(Dataset, Dataset)} does. If so few pairs are given
   * that one task decides them by {@link Rule#GREEDY}, no job runs, and the result is lazy.
   *
   * @param most number of pairs, or more
   */
  public Dataset<Row> apply(Dataset<Row> pairs, Dataset<Row> order, long most) {
    Dataset<Row> lazy = Neighbours.of(pairs, order);
    if (rule == Rule.GREEDY && most <= taskEdges) {
      return GreedyRule.inOneTask(lazy);
    }
    Dataset<Row> edges = Snapshot.of(lazy);
    return switch (rule) {
      case GREEDY -> new GreedyRule(taskEdges).apply(edges);
      case COMPONENTS -> new ComponentsRule(taskEdges).apply(edges);
      case REFERENCE -> throw new IllegalStateException("the constructor refuses REFERENCE");
    };
  }

  /**
   * Returns the rows that an earlier step dropped, with representatives that are kept by a later
   * step. Where the later step dropped a representative, the representative of that row replaces
   * it. Witnesses do not change. One join.
   *
   * @param dropped rows of the earlier step, as {@link #apply} returns them, perhaps with more
   *     columns
   * @param later rows that a later step dropped from those that the earlier step kept
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

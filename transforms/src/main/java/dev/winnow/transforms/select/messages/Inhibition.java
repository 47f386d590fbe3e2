package dev.winnow.transforms.select.messages;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Greedy selection with inhibition: the row of the greatest value is selected, of equal values the
 * one with the lower index, and its message lowers the values of its neighbours that are not
 * selected yet. A row whose value is below zero sends no message, so no value rises, and the values
 * at which rows are selected never rise either. O((rows + edges) log rows).
 */
final class Inhibition {

  private record Candidate(double value, int row) {}

  private static final Comparator<Candidate> GREATEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> -candidate.value())
          .thenComparingInt(Candidate::row);

  /**
   * Selects all rows, and returns the value of each row when it was selected. Rows sorted by it,
   * descending, then by index, are in the order of selection.
   *
   * @param values value of each row before the selection; overwritten with the result
   * @param ends end of the edges of each row in the next two arrays
   * @param targets neighbours of the rows
   * @param weights share of a row's value that its message takes from the neighbour, in [0, 1]
   */
  static double[] select(double[] values, int[] ends, int[] targets, double[] weights) {
    PriorityQueue<Candidate> candidates =
        new PriorityQueue<>(Math.max(1, values.length), GREATEST_FIRST);
    for (int row = 0; row < values.length; row++) {
      candidates.add(new Candidate(values[row], row));
    }
    boolean[] selected = new boolean[values.length];
    while (!candidates.isEmpty()) {
      Candidate best = candidates.poll();
      int row = best.row();
      if (best.value() != values[row]) {
        // Messages have lowered the value since this candidate was queued.
        candidates.add(new Candidate(values[row], row));
        continue;
      }
      selected[row] = true;
      double sent = Math.max(0, values[row]);
      for (int edge = row == 0 ? 0 : ends[row - 1]; edge < ends[row]; edge++) {
        if (!selected[targets[edge]]) {
          values[targets[edge]] -= weights[edge] * sent;
        }
      }
    }
    return values;
  }

  private Inhibition() {}
}

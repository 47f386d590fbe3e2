package dev.winnow.transforms.select;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Rearranges an order so that every prefix of it meets a floor for each class. With n rows, of
 * which n_c are of class c, and C classes, the first K rows hold at least min(n_c, L_c(K)) rows of
 * class c, where L_c(K) = floor(share K n_c / n) (relative) or floor(share K / C) (absolute).
 *
 * <p>The method is backward removal. The last of n places goes to the worst row, in the given
 * order, whose class meets its floor for n - 1 rows without that row. The place before goes to the
 * worst such row of the rest, and so on. A row can always be removed: of K + 1 rows left, the
 * floors for K rows add up to at most share K, which is below K + 1, so some class holds more than
 * its floor. Hence all cuts are prefixes of one order, so they nest, their sizes are exact, and
 * every floor holds at every size. Where no floor binds, the order is unchanged. At one size it
 * equals the two-phase rule (the floor of each class first, then the best of the rest), except for
 * rows that a floor released at a size nearby.
 *
 * <p>Costs O(n log C) time where no floor binds, O(log n) more for each removal that leaves a class
 * at its floor, and 12 bytes a row.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, on class balance
 */
final class FloorOrder {

  private final int[] classes;
  private final long[] sizes;
  private final ClassFloor floor;

  /**
   * @param classes class of each row in the given order, best first: 0..C-1, or -1 for a row
   *     without a class, which has no floor
   * @param classCount C, the number of classes
   * @param share share of the floor, in [0, 1], with at most six decimals
   * @param form number of rows that the share refers to
   */
  FloorOrder(int[] classes, int classCount, BigDecimal share, BalanceForm form) {
    this.classes = classes;
    this.floor = new ClassFloor("class", share, form);
    this.sizes = new long[classCount];
    for (int c : classes) {
      if (c >= 0) {
        sizes[c]++;
      }
    }
  }

  /** Returns the place of each row, from 1, by its index in the given order. */
  int[] places() {
    int n = classes.length;
    int classCount = sizes.length;
    int[] previous = new int[n];
    int[] tail = new int[classCount + 1];
    Arrays.fill(tail, -1);
    for (int i = 0; i < n; i++) {
      int c = bucket(i);
      previous[i] = tail[c];
      tail[c] = i;
    }
    long[] left = Arrays.copyOf(sizes, classCount + 1);
    left[classCount] = Long.MAX_VALUE;
    // Free classes are above their floor, the worst tail first; the others wait for the size at
    // which their floor drops.
    PriorityQueue<Integer> free = new PriorityQueue<>((a, b) -> Integer.compare(tail[b], tail[a]));
    PriorityQueue<long[]> waiting = new PriorityQueue<>((a, b) -> Long.compare(b[0], a[0]));
    for (int c = 0; c <= classCount; c++) {
      if (tail[c] >= 0) {
        place(c, left, n - 1, free, waiting);
      }
    }
    int[] places = new int[n];
    for (long keep = n - 1; keep >= 0; keep--) {
      while (!waiting.isEmpty() && waiting.peek()[0] >= keep) {
        free.add((int) waiting.poll()[1]);
      }
      Integer worst = free.poll();
      if (worst == null) {
        throw new IllegalStateException("no row can be removed at size " + keep);
      }
      int row = tail[worst];
      places[row] = (int) keep + 1;
      tail[worst] = previous[row];
      left[worst]--;
      if (tail[worst] >= 0) {
        place(worst, left, keep - 1, free, waiting);
      }
    }
    return places;
  }

  private int bucket(int row) {
    return classes[row] >= 0 ? classes[row] : sizes.length;
  }

  /** Adds a class to the free ones, or to those that wait for the size at which a row is free. */
  private void place(
      int c, long[] left, long keep, PriorityQueue<Integer> free, PriorityQueue<long[]> waiting) {
    if (c == sizes.length || left[c] > floor(c, keep)) {
      free.add(c);
    } else {
      waiting.add(new long[] {largestSizeWithFloorBelow(c, left[c]), c});
    }
  }

  /** Returns L_c(K), exactly. */
  long floor(int c, long keep) {
    return floor.rows(keep, sizes[c], classes.length, sizes.length);
  }

  /** Returns the largest K whose floor is below {@code count}; the floor grows with K. */
  private long largestSizeWithFloorBelow(int c, long count) {
    long low = 0;
    long high = classes.length;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (floor(c, middle) < count) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

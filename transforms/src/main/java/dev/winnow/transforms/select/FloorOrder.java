package dev.winnow.transforms.select;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Rearranges an order so that every prefix of it meets a floor for each class: {@link ClassFloors}
 * has the floors L_c(K) of the first K rows.
 *
 * <p>The places are filled from the first to the last. Place K goes to the best row of a class
 * whose floor at K is above the rows that it has, and to the best row of all where there is no such
 * class. Of several such classes the one comes first whose floor rises again at the smallest size;
 * ties go to the better row.
 *
 * <p>Hence all cuts are prefixes of one order, so they nest, and their sizes are exact. A class is
 * at most one row short of its floor. That happens where the floors add up to more than K, and
 * where the floors of several classes rise at one size: a cut that is one row larger has room for
 * one of them, the next larger cut for the second, and so on. Proof of the limit: a place is due
 * from the size at which a floor rises to that at which it rises again. A class has less than share
 * (n_c / n) s places whose time lies within s given sizes, or share s / C, so all classes have at
 * most s. Then the earliest end first keeps every time (Liu and Layland 1973).
 *
 * <p>Where no floor binds, the order is unchanged. Where no class is short, a prefix holds the rows
 * of the two-phase rule: the floor of each class first, then the best of the rest.
 *
 * <p>Costs O(n log C) time and 12 bytes a row.
 *
 * @see <a href="https://arxiv.org/abs/2206.14486">Sorscher et al. 2022</a>, on class balance
 */
final class FloorOrder {

  private final int[] classes;
  private final long[] sizes;
  private final ClassFloors floors;

  /**
   * @param classes class of each row in the given order, best first: 0..C-1, or -1 for a row
   *     without a class, which has no floor
   * @param classCount C, the number of classes
   * @param share share of the floor, in [0, 1], with at most six decimals
   * @param form number of rows that the share refers to
   */
  FloorOrder(int[] classes, int classCount, BigDecimal share, BalanceForm form) {
    this.classes = classes;
    this.sizes = new long[classCount];
    for (int c : classes) {
      if (c >= 0) {
        sizes[c]++;
      }
    }
    this.floors = new ClassFloor("class", share, form).over(sizes, classes.length);
  }

  /** Returns the place of each row, from 1, by its index in the given order. */
  int[] places() {
    int n = classes.length;
    int[] head = new int[sizes.length];
    int[] next = links(head);
    long[] held = new long[sizes.length];
    // Floors rise at the sizes in the first queue. An entry is too early where a class got rows
    // without need; it is put right when its size comes.
    PriorityQueue<long[]> rises = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
    PriorityQueue<long[]> due =
        new PriorityQueue<>(
            (a, b) ->
                a[0] != b[0]
                    ? Long.compare(a[0], b[0])
                    : Integer.compare(head[(int) a[1]], head[(int) b[1]]));
    for (int c = 0; c < sizes.length; c++) {
      addRise(rises, c, 0);
    }
    int[] places = new int[n];
    int best = 0;
    for (int keep = 1; keep <= n; keep++) {
      while (!rises.isEmpty() && rises.peek()[0] <= keep) {
        int c = (int) rises.poll()[1];
        if (floors.floor(c, keep) > held[c]) {
          due.add(new long[] {floors.firstSizeWith(c, held[c] + 2), c});
        } else {
          addRise(rises, c, held[c]);
        }
      }
      int row;
      if (due.isEmpty()) {
        while (places[best] != 0) {
          best++;
        }
        row = best;
      } else {
        row = head[(int) due.poll()[1]];
        addRise(rises, classes[row], held[classes[row]] + 1);
      }
      places[row] = keep;
      if (classes[row] >= 0) {
        head[classes[row]] = next[row];
        held[classes[row]]++;
      }
    }
    return places;
  }

  /**
   * Returns the index of the next row of the same class for each row, -1 for the last.
   *
   * @param head receives the index of the first row of each class; -1 for a class without rows
   */
  private int[] links(int[] head) {
    int[] next = new int[classes.length];
    Arrays.fill(head, -1);
    for (int i = classes.length - 1; i >= 0; i--) {
      if (classes[i] >= 0) {
        next[i] = head[classes[i]];
        head[classes[i]] = i;
      }
    }
    return next;
  }

  private void addRise(PriorityQueue<long[]> rises, int c, long held) {
    if (held < sizes[c]) {
      rises.add(new long[] {floors.firstSizeWith(c, held + 1), c});
    }
  }
}

package dev.winnow.jobs.report.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the lowest items of those that were added. The result does not depend on the order of the
 * items if no two are equal.
 */
public final class Lowest<T extends Comparable<T> & Serializable> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int most;
  private final PriorityQueue<T> highestFirst = new PriorityQueue<>(Comparator.reverseOrder());

  /**
   * @param most number of items to keep, at least 0
   */
  public Lowest(int most) {
    this.most = most;
  }

  public void add(T item) {
    if (most == 0) {
      return;
    }
    if (highestFirst.size() < most) {
      highestFirst.add(item);
    } else if (item.compareTo(highestFirst.peek()) < 0) {
      highestFirst.remove();
      highestFirst.add(item);
    }
  }

  void addAll(Lowest<T> other) {
    other.highestFirst.forEach(this::add);
  }

  /** Returns the items, the lowest first. */
  public List<T> items() {
    List<T> items = new ArrayList<>(highestFirst);
    items.sort(Comparator.naturalOrder());
    return items;
  }
}

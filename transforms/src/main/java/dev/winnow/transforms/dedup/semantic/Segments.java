package dev.winnow.transforms.dedup.semantic;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Segments of clusters in the partitions of sorted rows: the first and last cluster of each
 * partition decide which partitions must be compared with each other.
 */
final class Segments {

  /** Greatest number of row partitions of a task: more would leave cores idle at the end. */
  private static final int MOST_ROWS = 8;

  private static final int TASKS_PER_CORE = 16;

  /** Number of rows of a partition, and its first and last cluster. */
  record Facts(int partition, long rows, int first, int last) implements Serializable {}

  private final long[] starts;
  private final int[] first;
  private final int[] last;
  private final boolean[] empty;

  private Segments(long[] starts, int[] first, int[] last, boolean[] empty) {
    this.starts = starts;
    this.first = first;
    this.last = last;
    this.empty = empty;
  }

  /** Returns the facts of one partition; none if it is empty. */
  static List<Facts> facts(int partition, Iterator<TileBlock> blocks) {
    long rows = 0;
    int first = -1;
    int last = -1;
    while (blocks.hasNext()) {
      TileBlock block = blocks.next();
      first = rows == 0 ? block.cluster() : first;
      last = block.cluster();
      rows += block.size();
    }
    return rows == 0 ? List.of() : List.of(new Facts(partition, rows, first, last));
  }

  static Segments of(int partitions, List<Facts> facts) {
    long[] starts = new long[partitions + 1];
    int[] first = new int[partitions];
    int[] last = new int[partitions];
    boolean[] empty = new boolean[partitions];
    Arrays.fill(empty, true);
    for (Facts fact : facts) {
      starts[fact.partition() + 1] = fact.rows();
      first[fact.partition()] = fact.first();
      last[fact.partition()] = fact.last();
      empty[fact.partition()] = false;
    }
    for (int p = 0; p < partitions; p++) {
      starts[p + 1] += starts[p];
    }
    return new Segments(starts, first, last, empty);
  }

  /** Returns the number of rows before each partition and, at the end, of all rows. */
  long[] starts() {
    return starts;
  }

  long rows() {
    return starts[starts.length - 1];
  }

  /** Returns the later partitions that share the last cluster of a partition. */
  private List<Integer> sharing(int column) {
    List<Integer> rows = new ArrayList<>();
    for (int p = column + 1; p < first.length && (empty[p] || first[p] == last[column]); p++) {
      if (!empty[p]) {
        rows.add(p);
        if (last[p] != last[column]) {
          break;
        }
      }
    }
    return rows;
  }

  /**
   * Returns every pair of partitions that share a cluster, once, and every partition with itself.
   *
   * @param parallelism number of tasks that run at once
   */
  List<TileGroup> tiles(int parallelism) {
    List<List<Integer>> sharing = new ArrayList<>();
    long tiles = 0;
    for (int p = 0; p < first.length; p++) {
      sharing.add(empty[p] ? List.of() : sharing(p));
      tiles += sharing.get(p).size();
    }
    int most =
        (int) Math.max(1, Math.min(MOST_ROWS, tiles / ((long) TASKS_PER_CORE * parallelism)));
    List<TileGroup> groups = new ArrayList<>();
    for (int p = 0; p < first.length; p++) {
      if (!empty[p]) {
        groups.add(new TileGroup(p, true, new int[0]));
        List<Integer> rows = sharing.get(p);
        for (int from = 0; from < rows.size(); from += most) {
          int to = Math.min(rows.size(), from + most);
          groups.add(
              new TileGroup(p, false, rows.subList(from, to).stream().mapToInt(i -> i).toArray()));
        }
      }
    }
    return groups;
  }

  /**
   * Returns the number of each partition among those of its first cluster, from 0; -1 if it is
   * empty.
   *
   * @return by partition
   */
  int[] rounds() {
    int[] rounds = new int[first.length];
    int before = -1;
    for (int p = 0; p < first.length; p++) {
      rounds[p] = empty[p] ? -1 : 0;
      if (!empty[p]) {
        if (before >= 0 && last[before] == first[p]) {
          rounds[p] = 1 + (first[before] == last[before] ? rounds[before] : 0);
        }
        before = p;
      }
    }
    return rounds;
  }

  /** Returns whether a partition holds rows of one cluster only. */
  boolean single(int partition) {
    return first[partition] == last[partition];
  }
}

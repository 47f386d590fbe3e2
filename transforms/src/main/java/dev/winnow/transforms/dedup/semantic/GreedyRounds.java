package dev.winnow.transforms.dedup.semantic;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.broadcast.Broadcast;

/**
 * Finds the rows that stay under the greedy rule. The driver holds half a byte a row, and receives
 * 8 bytes for each row that falls in a round.
 */
final class GreedyRounds {

  private final SortedBlocks blocks;
  private final List<TileGroup> tiles;
  private final float least;

  /**
   * @param tiles all of the blocks
   * @param least product of a close pair
   */
  GreedyRounds(SortedBlocks blocks, List<TileGroup> tiles, float least) {
    this.blocks = blocks;
    this.tiles = tiles;
    this.least = least;
  }

  /**
   * Where every row is in one cluster: partition by partition of each cluster, all clusters at
   * once. The rows of a partition that are not close to a kept one so far are gone through in their
   * order; then those of later partitions that are close to a newly kept one fall. Two jobs for
   * each partition of the cluster that has most of them.
   */
  PlaceSet byPartition() {
    PlaceSet kept = new PlaceSet(blocks.segments().rows());
    PlaceSet fallen = new PlaceSet(blocks.segments().rows());
    int[] rounds = blocks.segments().rounds();
    Set<Integer> left = new TreeSet<>();
    for (int round : rounds) {
      if (round >= 0) {
        left.add(0);
        left.add(round);
      }
    }
    for (int round : left) {
      try (Shipped open = new Shipped(fallen)) {
        resolve(round, rounds, new PlaceFilter(open.set, false)).forEach(kept::add);
      }
      List<TileGroup> later = later(round, rounds);
      if (!later.isEmpty()) {
        try (Shipped open = new Shipped(fallen);
            Shipped columns = new Shipped(kept)) {
          new Maxima(
                  blocks,
                  later,
                  new PlaceFilter(open.set, false),
                  new PlaceFilter(columns.set, true))
              .places(least)
              .forEach(fallen::add);
        }
      }
    }
    return kept;
  }

  /** The tiles of later partitions with those in which a cluster's last rows are now known. */
  private List<TileGroup> later(int round, int[] rounds) {
    return tiles.stream()
        .filter(
            group ->
                !group.self()
                    && (blocks.segments().single(group.column()) ? rounds[group.column()] : 0)
                        == round)
        .toList();
  }

  private List<long[]> resolve(int round, int[] rounds, PlaceFilter open) {
    List<TileGroup> groups = new ArrayList<>();
    for (TileGroup group : tiles) {
      if (group.self()
          && (rounds[group.column()] == round
              || round == 0 && !blocks.segments().single(group.column()))) {
        groups.add(group);
      }
    }
    float bound = least;
    return blocks
        .tiles(
            groups,
            (group, own, starts) ->
                kept(own, starts, open, bound, rounds[group.column()], round).iterator())
        .collect();
  }

  /**
   * The kept rows of one partition.
   *
   * @param firstRound the round of its first cluster; the others have 0
   */
  private static List<long[]> kept(
      Iterator<Block> own,
      long[] starts,
      PlaceFilter open,
      float least,
      int firstRound,
      int round) {
    List<long[]> kept = new ArrayList<>();
    LookAhead ahead = new LookAhead(own);
    boolean first = true;
    while (ahead.hasNext()) {
      int cluster = ahead.peek().cluster();
      boolean due = (first ? firstRound : 0) == round;
      try (GreedySegment segment = new GreedySegment(ahead.peek().dim(), least)) {
        while (ahead.hasNext() && ahead.peek().cluster() == cluster) {
          Block block = ahead.next();
          if (due) {
            kept.add(segment.keep(block.rows(starts, open)));
          }
        }
      }
      first = false;
    }
    return kept;
  }

  /**
   * Where rows are in some clusters each: in a round, rows without an earlier close row among those
   * that are open stay, and the open rows that are close to one of them fall. The number of rounds
   * is half of the longest chain of close rows that descends in the order, at most; two jobs each.
   *
   * @param n number of rows
   * @see <a href="https://doi.org/10.1145/2312005.2312058">Blelloch et al. 2012, Greedy sequential
   *     maximal independent set and matching are parallel on average</a>
   */
  PlaceSet byDependence(long n) {
    PlaceSet kept = new PlaceSet(n);
    PlaceSet open = PlaceSet.all(n);
    while (!open.isEmpty()) {
      PlaceSet waiting = new PlaceSet(n);
      (kept.isEmpty() ? close() : close(open, open)).forEach(waiting::add);
      PlaceSet staying = open.without(waiting);
      kept.add(staying);
      open = waiting;
      if (!open.isEmpty()) {
        close(open, staying).forEach(open::remove);
      }
    }
    return kept;
  }

  /** Rows that are close to an earlier one. */
  private List<long[]> close() {
    return new Maxima(blocks, tiles, PlaceFilter.ALL, PlaceFilter.ALL).places(least);
  }

  /** Rows of one set that are close to an earlier row of another. */
  private List<long[]> close(PlaceSet rows, PlaceSet columns) {
    try (Shipped chosen = new Shipped(rows);
        Shipped others = new Shipped(columns)) {
      return new Maxima(
              blocks, tiles, new PlaceFilter(chosen.set, true), new PlaceFilter(others.set, true))
          .places(least);
    }
  }

  /** A set on the executors until it is closed. */
  private final class Shipped implements AutoCloseable {

    private final Broadcast<PlaceSet> set;

    Shipped(PlaceSet set) {
      this.set = blocks.spark().broadcast(set);
    }

    @Override
    public void close() {
      set.destroy();
    }
  }
}

package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.broadcast.Broadcast;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Finds the rows that stay under the greedy rule. The driver holds a few sets of rows, each of
 * about an eighth of a byte a row at most, and receives 8 bytes for each row that is decided in a
 * round.
 */
final class GreedyRounds {

  private final SortedBlocks blocks;
  private final List<TileGroup> tiles;
  private final float least;

  /**
   * @param tiles all tiles of the blocks
   * @param least product of a close pair
   */
  GreedyRounds(SortedBlocks blocks, List<TileGroup> tiles, float least) {
    this.blocks = blocks;
    this.tiles = tiles;
    this.least = least;
  }

  /**
   * Decides rows that are in one cluster each: partition by partition of each cluster, all clusters
   * at once. In a round, the rows of a partition that are not close to a kept row so far are
   * decided in their order. Then the rows of later partitions that are close to a newly kept row
   * are dropped. Two jobs for each partition of the cluster that has most of them.
   */
  Roaring64Bitmap byPartition() {
    Roaring64Bitmap kept = new Roaring64Bitmap();
    Roaring64Bitmap dropped = new Roaring64Bitmap();
    int[] rounds = blocks.segments().rounds();
    Set<Integer> due = new TreeSet<>();
    for (int round : rounds) {
      if (round >= 0) {
        due.add(0);
        due.add(round);
      }
    }
    for (int round : due) {
      try (Shipped open = new Shipped(dropped)) {
        resolve(round, rounds, new PlaceFilter(open.set, false)).forEach(kept::add);
      }
      List<TileGroup> later = later(round, rounds);
      if (!later.isEmpty()) {
        try (Shipped open = new Shipped(dropped);
            Shipped columns = new Shipped(kept)) {
          new Maxima(
                  blocks,
                  later,
                  new PlaceFilter(open.set, false),
                  new PlaceFilter(columns.set, true))
              .places(least)
              .forEach(dropped::add);
        }
      }
    }
    return kept;
  }

  /** Returns the tiles of later partitions with the partitions that this round has decided. */
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
            (group, content, starts) ->
                kept(content, starts, open, bound, rounds[group.column()], round).iterator())
        .collect();
  }

  /**
   * Returns the kept rows of one partition, of the clusters whose round this is.
   *
   * @param firstRound round of the partition's first cluster; the other clusters have round 0
   */
  private static List<long[]> kept(
      Iterator<TileBlock> content,
      long[] starts,
      PlaceFilter open,
      float least,
      int firstRound,
      int round) {
    List<long[]> kept = new ArrayList<>();
    LookAhead<TileBlock> ahead = new LookAhead<>(content);
    boolean first = true;
    while (ahead.hasNext()) {
      int cluster = ahead.peek().cluster();
      boolean due = (first ? firstRound : 0) == round;
      try (GreedySegment segment = new GreedySegment(ahead.peek().dim(), least)) {
        while (ahead.hasNext() && ahead.peek().cluster() == cluster) {
          TileBlock block = ahead.next();
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
   * Decides rows that are in several clusters each. In a round, an open row stays if no earlier
   * open row is close to it, and the open rows that are close to such a row are dropped. The number
   * of rounds is at most half the length of the longest chain of close rows that descends in the
   * order. Two jobs each.
   *
   * @param n number of rows
   * @see <a href="https://doi.org/10.1145/2312005.2312058">Blelloch et al. 2012, Greedy sequential
   *     maximal independent set and matching are parallel on average</a>
   */
  Roaring64Bitmap byDependence(long n) {
    Roaring64Bitmap kept = new Roaring64Bitmap();
    Roaring64Bitmap open = new Roaring64Bitmap();
    open.addRange(0, n);
    while (!open.isEmpty()) {
      Roaring64Bitmap waiting = new Roaring64Bitmap();
      (kept.isEmpty() ? close() : close(open, open)).forEach(waiting::add);
      Roaring64Bitmap staying = open;
      staying.andNot(waiting);
      kept.or(staying);
      open = waiting;
      if (!open.isEmpty()) {
        for (long[] places : close(open, staying)) {
          Arrays.stream(places).forEach(open::removeLong);
        }
      }
    }
    return kept;
  }

  /** Returns the rows that are close to an earlier one. */
  private List<long[]> close() {
    return new Maxima(blocks, tiles, PlaceFilter.ALL, PlaceFilter.ALL).places(least);
  }

  /** Returns the rows of one set that are close to an earlier row of another set. */
  private List<long[]> close(Roaring64Bitmap rows, Roaring64Bitmap columns) {
    try (Shipped chosen = new Shipped(rows);
        Shipped others = new Shipped(columns)) {
      return new Maxima(
              blocks, tiles, new PlaceFilter(chosen.set, true), new PlaceFilter(others.set, true))
          .places(least);
    }
  }

  /** Set that is on the executors until it is closed. */
  private final class Shipped implements AutoCloseable {

    private final Broadcast<Roaring64Bitmap> set;

    Shipped(Roaring64Bitmap set) {
      this.set = blocks.spark().broadcast(set);
    }

    @Override
    public void close() {
      set.destroy();
    }
  }
}

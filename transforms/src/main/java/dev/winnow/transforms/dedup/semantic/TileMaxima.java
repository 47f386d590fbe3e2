package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.NearestCentroid;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * Computes the tiles of one task: the greatest cosine of each row to the columns before it. Columns
 * are packed once. Memory: {@code 8 dim} bytes for each column, and {@code 4 dim} bytes for each
 * row of one block.
 */
final class TileMaxima {

  private final long[] starts;
  private final PlaceFilter rows;
  private final PlaceFilter columns;

  /**
   * @param starts number of rows before each partition
   * @param rows filter of the rows
   * @param columns filter of the columns
   */
  TileMaxima(long[] starts, PlaceFilter rows, PlaceFilter columns) {
    this.starts = starts;
    this.rows = rows;
    this.columns = columns;
  }

  /** Returns the maxima by partition of the rows. */
  Iterator<Tuple2<Integer, Maxima.Best>> run(TileGroup group, Iterator<TileBlock> blocks) {
    LookAhead<TileBlock> ahead = new LookAhead<>(blocks);
    List<TileBlock> columnBlocks = SortedBlocks.columns(group, ahead);
    List<Tuple2<Integer, Maxima.Best>> found = new ArrayList<>();
    if (group.self()) {
      found.add(new Tuple2<>(group.column(), compareColumns(columnBlocks)));
    }
    if (ahead.hasNext()) {
      List<Packed> packed = new ArrayList<>();
      SortedBlocks.lastCluster(columnBlocks).forEach(block -> packed.add(new Packed(block)));
      columnBlocks.clear();
      while (ahead.hasNext()) {
        int partition = ahead.peek().partition();
        found.add(new Tuple2<>(partition, compareLater(packed, ahead, partition)));
      }
      packed.forEach(Packed::close);
    }
    return found.iterator();
  }

  /** Compares the rows of a partition with each other. */
  private Maxima.Best compareColumns(List<TileBlock> columnBlocks) {
    int n = 0;
    for (TileBlock block : columnBlocks) {
      n += block.size();
    }
    Maxima.Best best = new Maxima.Best(n);
    for (int from = 0; from < columnBlocks.size(); ) {
      int to = from;
      while (to < columnBlocks.size()
          && columnBlocks.get(to).cluster() == columnBlocks.get(from).cluster()) {
        to++;
      }
      for (int column = from; column < to; column++) {
        diagonal(columnBlocks.get(column), best);
        if (column + 1 < to) {
          try (Packed packed = new Packed(columnBlocks.get(column))) {
            for (int row = column + 1; row < to; row++) {
              packed.offer(columnBlocks.get(row), best);
            }
          }
        }
      }
      from = to;
    }
    return best;
  }

  private void diagonal(TileBlock block, Maxima.Best best) {
    if (block.size() < 2) {
      return;
    }
    if (rows.all() && columns.all()) {
      long[] places = block.places(starts);
      int[] nearest = new int[places.length];
      float[] cosines = new float[places.length];
      try (NearestCentroid packed = NearestCentroid.of(block.vectors(), block.dim())) {
        packed.assignToEarlier(block.vectors(), 0, places.length, 0, nearest, cosines);
      }
      for (int i = 1; i < places.length; i++) {
        if (nearest[i] >= 0) {
          best.offer(block.first() + i, cosines[i], places[nearest[i]]);
        }
      }
    } else {
      TileBlock.Rows before = block.rows(starts, columns);
      TileBlock.Rows chosen = block.rows(starts, rows);
      if (before.size() > 0 && chosen.size() > 0) {
        try (EarlierPanels panels = new EarlierPanels(before, block.dim())) {
          panels.offer(chosen, best);
        }
      }
    }
  }

  /** Compares the rows of the next partition with columns that are all before them. */
  private Maxima.Best compareLater(List<Packed> packed, LookAhead<TileBlock> ahead, int partition) {
    Maxima.Best found = new Maxima.Best(0);
    while (ahead.hasNext() && ahead.peek().partition() == partition) {
      TileBlock block = ahead.next();
      if (packed.get(0).cluster() == block.cluster()) {
        Maxima.Best best = new Maxima.Best(block.first() + block.size());
        packed.forEach(columns -> columns.offer(block, best));
        found = found.merge(best);
      }
    }
    return found;
  }

  /** Columns of one block. */
  private final class Packed implements AutoCloseable {

    private final int cluster;
    private final long[] places;

    /** Null if no column passes. */
    private final NearestCentroid kernel;

    Packed(TileBlock block) {
      this.cluster = block.cluster();
      if (columns.all()) {
        this.places = block.places(starts);
        this.kernel = NearestCentroid.of(block.vectors(), block.dim());
      } else {
        TileBlock.Rows chosen = block.rows(starts, columns);
        this.places = chosen.places();
        this.kernel = chosen.size() == 0 ? null : NearestCentroid.of(chosen.vectors(), block.dim());
      }
    }

    int cluster() {
      return cluster;
    }

    void offer(TileBlock block, Maxima.Best best) {
      if (kernel == null) {
        return;
      }
      if (rows.all()) {
        int[] nearest = new int[block.size()];
        float[] cosines = new float[block.size()];
        kernel.assign(block.vectors(), 0, block.size(), places.length, 0, nearest, cosines);
        for (int i = 0; i < nearest.length; i++) {
          offer(block.first() + i, nearest[i], cosines[i], best);
        }
      } else {
        TileBlock.Rows chosen = block.rows(starts, rows);
        int[] nearest = new int[chosen.size()];
        float[] cosines = new float[chosen.size()];
        kernel.assign(chosen.vectors(), 0, nearest.length, places.length, 0, nearest, cosines);
        for (int i = 0; i < nearest.length; i++) {
          offer(chosen.indices()[i], nearest[i], cosines[i], best);
        }
      }
    }

    private void offer(int index, int nearest, float cosine, Maxima.Best best) {
      if (nearest >= 0) {
        best.offer(index, cosine, places[nearest]);
      }
    }

    @Override
    public void close() {
      if (kernel != null) {
        kernel.close();
      }
    }
  }
}

package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Computes the spanning forests of the tiles of one task, as rows of {@link Maxima#SCHEMA}. */
final class TilePairs {

  private final long[] starts;
  private final float least;
  private final List<Row> pairs = new ArrayList<>();

  /**
   * @param starts number of rows before each partition
   * @param least product of a close pair
   */
  TilePairs(long[] starts, float least) {
    this.starts = starts;
    this.least = least;
  }

  Iterator<Row> run(TileGroup group, Iterator<TileBlock> blocks) {
    LookAhead<TileBlock> ahead = new LookAhead<>(blocks);
    List<TileBlock> columnBlocks = SortedBlocks.columns(group, ahead);
    if (group.self()) {
      for (int column = 0; column < columnBlocks.size(); column++) {
        joinColumns(columnBlocks, column);
      }
    }
    if (ahead.hasNext()) {
      List<TileBlock> columns = SortedBlocks.lastCluster(columnBlocks);
      columnBlocks.clear();
      List<TileForest> forests = new ArrayList<>();
      columns.forEach(block -> forests.add(forest(block)));
      while (ahead.hasNext()) {
        TileBlock rows = ahead.next();
        if (rows.cluster() == columns.get(0).cluster()) {
          forests.forEach(forest -> later(forest, rows));
        }
      }
      forests.forEach(TileForest::close);
    }
    return pairs.iterator();
  }

  private TileForest forest(TileBlock columns) {
    return new TileForest(columns.vectors(), columns.places(starts), columns.dim(), least);
  }

  private void joinColumns(List<TileBlock> columnBlocks, int column) {
    TileBlock columns = columnBlocks.get(column);
    boolean shared =
        column + 1 < columnBlocks.size()
            && columnBlocks.get(column + 1).cluster() == columns.cluster();
    if (columns.size() < 2 && !shared) {
      return;
    }
    try (TileForest forest = forest(columns)) {
      forest.joinColumns(sink(columns.cluster()));
      for (int row = column + 1; row < columnBlocks.size(); row++) {
        if (columnBlocks.get(row).cluster() == columns.cluster()) {
          later(forest, columnBlocks.get(row));
        }
      }
    }
  }

  private void later(TileForest forest, TileBlock rows) {
    forest.rows(rows.vectors(), rows.places(starts), sink(rows.cluster()));
  }

  private TileForest.Pairs sink(long cluster) {
    return (later, earlier, product) ->
        pairs.add(RowFactory.create(cluster, later, earlier, product));
  }
}

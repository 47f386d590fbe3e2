package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.HashedVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Rows with their cluster in the last level of a tree. */
final class PlacedRows implements Iterator<Tuple2<Integer, HashedVector>> {

  private final Iterator<HashedVector> rows;
  private final TreeAssigner assigner;
  private final int levels;
  private Iterator<Tuple2<Integer, HashedVector>> ready = Collections.emptyIterator();

  /**
   * @param levels of the tree
   */
  PlacedRows(Iterator<HashedVector> rows, TreeAssigner assigner, int levels) {
    this.rows = rows;
    this.assigner = assigner;
    this.levels = levels;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext() && rows.hasNext()) {
      ready = batch().iterator();
    }
    return ready.hasNext();
  }

  @Override
  public Tuple2<Integer, HashedVector> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.next();
  }

  private List<Tuple2<Integer, HashedVector>> batch() {
    List<HashedVector> taken = new ArrayList<>();
    while (rows.hasNext() && taken.size() < assigner.batch()) {
      taken.add(rows.next());
    }
    int n = taken.size();
    int dim = taken.get(0).getVector().length;
    float[] flat = new float[n * dim];
    for (int i = 0; i < n; i++) {
      System.arraycopy(taken.get(i).getVector(), 0, flat, i * dim, dim);
    }
    int[][] path = new int[levels][n];
    assigner.assign(flat, n, path);
    List<Tuple2<Integer, HashedVector>> placed = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      placed.add(new Tuple2<>(path[levels - 1][i], taken.get(i)));
    }
    return placed;
  }
}

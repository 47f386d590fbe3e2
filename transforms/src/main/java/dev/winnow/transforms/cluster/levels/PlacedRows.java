package dev.winnow.transforms.cluster.levels;

import dev.winnow.transforms.cluster.HashedVector;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** Rows with their cluster in the last level of a tree. */
final class PlacedRows extends Batched<HashedVector, Tuple2<Integer, HashedVector>> {

  private final TreeAssigner assigner;
  private final int levels;

  /**
   * @param levels number of levels of the tree
   */
  PlacedRows(Iterator<HashedVector> rows, TreeAssigner assigner, int levels) {
    super(rows);
    this.assigner = assigner;
    this.levels = levels;
  }

  @Override
  protected Iterator<Tuple2<Integer, HashedVector>> next(LookAhead<HashedVector> in) {
    List<HashedVector> taken = in.take(assigner.batch());
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
    return placed.iterator();
  }
}

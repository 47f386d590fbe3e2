package dev.winnow.transforms.neighbours;

import dev.winnow.transforms.kernel.GreatestFew;
import dev.winnow.transforms.kernel.MatrixProduct;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the nearest members of a block for each of its rows. The rows come sorted by (block,
 * members first, id). Ties go to the lower id, and a row is no neighbour of itself. Holds the
 * members of one block and {@value #BATCH} rows at a time.
 */
final class BlockNeighbours extends Batched<PlacedVector, Neighbour> {

  /** Rows that are compared with all members at once. */
  private static final int BATCH = 64;

  /** Members of a step: their products with a batch stay in the cache. */
  private static final int STEP = 512;

  private final int neighbours;
  private int block = -1;
  private String[] ids = new String[0];
  private float[] members = new float[0];

  /**
   * @param neighbours largest number of neighbours of a row
   */
  BlockNeighbours(Iterator<PlacedVector> rows, int neighbours) {
    super(rows);
    this.neighbours = neighbours;
  }

  @Override
  protected Iterator<Neighbour> next(LookAhead<PlacedVector> rows) {
    PlacedVector first = rows.peek();
    int current = first.getBlock();
    if (first.isMember()) {
      block = current;
      return readMembers(
          rows.take(Integer.MAX_VALUE, row -> row.getBlock() == current && row.isMember()));
    }
    List<PlacedVector> batch = rows.take(BATCH, row -> row.getBlock() == current);
    // A block may have no members.
    return current == block ? find(batch).iterator() : Collections.emptyIterator();
  }

  private Iterator<Neighbour> readMembers(List<PlacedVector> taken) {
    int dim = taken.get(0).getVector().length;
    ids = new String[taken.size()];
    members = new float[Math.multiplyExact(ids.length, dim)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = taken.get(i).getId();
      System.arraycopy(taken.get(i).getVector(), 0, members, i * dim, dim);
    }
    List<Neighbour> found = new ArrayList<>();
    for (int from = 0; from < ids.length; from += BATCH) {
      found.addAll(find(taken.subList(from, Math.min(ids.length, from + BATCH))));
    }
    return found.iterator();
  }

  private List<Neighbour> find(List<PlacedVector> batch) {
    int n = batch.size();
    int dim = members.length / ids.length;
    MatrixProduct product = MatrixProduct.ofRows(PlacedVector.packed(batch, dim), dim);
    GreatestFew[] nearest = new GreatestFew[n];
    for (int c = 0; c < n; c++) {
      nearest[c] = new GreatestFew(neighbours);
    }
    for (int from = 0; from < ids.length; from += STEP) {
      int size = Math.min(STEP, ids.length - from);
      float[] products = new float[size * n];
      product.add(members, from * dim, size, products, 0);
      for (int i = 0; i < size; i++) {
        for (int c = 0; c < n; c++) {
          float similarity = products[i * n + c];
          if (nearest[c].takes(similarity) && !ids[from + i].equals(batch.get(c).getId())) {
            nearest[c].offer(from + i, similarity);
          }
        }
      }
    }
    return neighbours(batch, nearest);
  }

  private List<Neighbour> neighbours(List<PlacedVector> batch, GreatestFew[] nearest) {
    List<Neighbour> found = new ArrayList<>();
    for (int c = 0; c < nearest.length; c++) {
      int[] indices = nearest[c].indices();
      for (int rank = 0; rank < indices.length; rank++) {
        Neighbour neighbour = new Neighbour();
        neighbour.setId(batch.get(c).getId());
        neighbour.setOther(ids[indices[rank]]);
        neighbour.setSimilarity(nearest[c].similarity(rank));
        found.add(neighbour);
      }
    }
    return found;
  }
}

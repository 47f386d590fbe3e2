package dev.winnow.transforms.dedup.image;

import dev.winnow.transforms.kernel.Kernels;
import dev.winnow.transforms.kernel.MatrixProduct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The nearest members of a block for each of its rows, out of rows sorted by (block, members first,
 * id). Ties go to the lower id, and a row is no neighbour of itself. Holds the members of one block
 * and some rows at a time.
 */
final class BlockNeighbours implements Iterator<Neighbour> {

  /** Rows that are compared with all members at once. */
  private static final int BATCH = 64;

  /** Members of a step: their products with a batch stay in the cache. */
  private static final int STEP = 512;

  private final Iterator<PlacedVector> rows;
  private final int neighbours;
  private final Deque<Neighbour> ready = new ArrayDeque<>();
  private PlacedVector next;
  private int block = -1;
  private String[] ids = new String[0];
  private float[] members = new float[0];

  /**
   * @param neighbours of a row at most
   */
  BlockNeighbours(Iterator<PlacedVector> rows, int neighbours) {
    this.rows = rows;
    this.neighbours = neighbours;
    advance();
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && next != null) {
      if (next.isMember()) {
        readMembers();
      } else if (next.getBlock() == block) {
        List<PlacedVector> batch = new ArrayList<>();
        while (next != null && next.getBlock() == block && batch.size() < BATCH) {
          batch.add(next);
          advance();
        }
        find(batch);
      } else {
        // A block without members.
        advance();
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public Neighbour next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more neighbours");
    }
    return ready.poll();
  }

  private void readMembers() {
    block = next.getBlock();
    List<PlacedVector> taken = new ArrayList<>();
    while (next != null && next.getBlock() == block && next.isMember()) {
      taken.add(next);
      advance();
    }
    int dim = taken.get(0).getVector().length;
    ids = new String[taken.size()];
    members = new float[Math.multiplyExact(ids.length, dim)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = taken.get(i).getId();
      System.arraycopy(taken.get(i).getVector(), 0, members, i * dim, dim);
    }
    for (int from = 0; from < ids.length; from += BATCH) {
      find(taken.subList(from, Math.min(ids.length, from + BATCH)));
    }
  }

  private void find(List<PlacedVector> batch) {
    int n = batch.size();
    int dim = members.length / ids.length;
    float[][] columns = new float[dim][n];
    for (int c = 0; c < n; c++) {
      float[] vector = batch.get(c).getVector();
      for (int j = 0; j < dim; j++) {
        columns[j][c] = vector[j];
      }
    }
    MatrixProduct product = Kernels.cpu().product(columns, 0, n);
    Nearest[] nearest = new Nearest[n];
    for (int c = 0; c < n; c++) {
      nearest[c] = new Nearest(neighbours);
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
    for (int c = 0; c < n; c++) {
      int[] found = nearest[c].indices();
      for (int place = 0; place < found.length; place++) {
        Neighbour neighbour = new Neighbour();
        neighbour.setId(batch.get(c).getId());
        neighbour.setOther(ids[found[place]]);
        neighbour.setSimilarity(nearest[c].similarity(place));
        ready.add(neighbour);
      }
    }
  }
}

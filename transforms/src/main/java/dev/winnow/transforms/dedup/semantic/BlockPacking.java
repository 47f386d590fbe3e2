package dev.winnow.transforms.dedup.semantic;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Packs the members of a partition, which come by cluster and in their order. */
final class BlockPacking implements Iterator<Block> {

  private final Iterator<Member> members;
  private final int partition;
  private final int most;
  private final boolean placed;
  private Member next;
  private int taken;

  /**
   * @param most rows of a block
   * @param placed whether the members have places
   */
  BlockPacking(Iterator<Member> members, int partition, int most, boolean placed) {
    this.members = members;
    this.partition = partition;
    this.most = most;
    this.placed = placed;
    advance();
  }

  private void advance() {
    next = members.hasNext() ? members.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Block next() {
    if (next == null) {
      throw new NoSuchElementException("no more rows");
    }
    int cluster = next.getCluster();
    int dim = next.getVector().length;
    List<Member> own = new ArrayList<>();
    while (next != null && next.getCluster() == cluster && own.size() < most) {
      own.add(next);
      advance();
    }
    int n = own.size();
    String[] ids = new String[n];
    long[] places = placed ? new long[n] : null;
    float[] vectors = new float[n * dim];
    for (int i = 0; i < n; i++) {
      Member member = own.get(i);
      ids[i] = member.isHome() ? member.getId() : null;
      if (placed) {
        places[i] = member.getPlace();
      }
      System.arraycopy(member.getVector(), 0, vectors, i * dim, dim);
    }
    Block block = new Block(partition, cluster, taken, dim, ids, places, vectors);
    taken += n;
    return block;
  }
}

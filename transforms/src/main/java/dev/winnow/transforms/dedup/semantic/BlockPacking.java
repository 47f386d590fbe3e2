package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.Iterator;
import java.util.List;

/** Packs the members of a partition into blocks. Members come by cluster and in their order. */
final class BlockPacking extends Batched<Member, TileBlock> {

  private final int partition;
  private final int most;
  private final boolean placed;
  private int taken;

  /**
   * @param most largest number of rows of a block
   * @param placed true if the members have places
   */
  BlockPacking(Iterator<Member> members, int partition, int most, boolean placed) {
    super(members);
    this.partition = partition;
    this.most = most;
    this.placed = placed;
  }

  @Override
  protected Iterator<TileBlock> next(LookAhead<Member> members) {
    int cluster = members.peek().getCluster();
    return List.of(block(cluster, members.take(most, row -> row.getCluster() == cluster)))
        .iterator();
  }

  private TileBlock block(int cluster, List<Member> members) {
    int n = members.size();
    int dim = members.get(0).getVector().length;
    String[] ids = new String[n];
    long[] places = placed ? new long[n] : null;
    float[] vectors = new float[n * dim];
    for (int i = 0; i < n; i++) {
      Member member = members.get(i);
      ids[i] = member.isHome() ? member.getId() : null;
      if (placed) {
        places[i] = member.getPlace();
      }
      System.arraycopy(member.getVector(), 0, vectors, i * dim, dim);
    }
    TileBlock block = new TileBlock(partition, cluster, taken, dim, ids, places, vectors);
    taken += n;
    return block;
  }
}

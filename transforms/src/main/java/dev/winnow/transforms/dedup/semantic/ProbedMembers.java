package dev.winnow.transforms.dedup.semantic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/** Rows with their ranks, as members of their own cluster and of those that they are near to. */
final class ProbedMembers implements Iterator<Member> {

  /** Rows whose products with all prototypes are held at once. */
  private static final int BATCH = 64;

  private final Iterator<Tuple2<Member, Long>> ranked;
  private final Prototypes prototypes;
  private final int probes;
  private final Queue<Member> ready = new ArrayDeque<>();

  ProbedMembers(Iterator<Tuple2<Member, Long>> ranked, Prototypes prototypes, int probes) {
    this.ranked = ranked;
    this.prototypes = prototypes;
    this.probes = probes;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && ranked.hasNext()) {
      fill();
    }
    return !ready.isEmpty();
  }

  @Override
  public Member next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    return ready.remove();
  }

  private void fill() {
    List<Member> batch = new ArrayList<>();
    while (ranked.hasNext() && batch.size() < BATCH) {
      Tuple2<Member, Long> row = ranked.next();
      row._1().setPlace(row._2());
      batch.add(row._1());
    }
    int dim = prototypes.dim();
    float[] rows = new float[batch.size() * dim];
    int[] own = new int[batch.size()];
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(batch.get(i).getVector(), 0, rows, i * dim, dim);
      own[i] = batch.get(i).getCluster();
    }
    int[][] others = prototypes.nearestOthers(rows, own, probes);
    for (int i = 0; i < own.length; i++) {
      ready.add(batch.get(i));
      for (int cluster : others[i]) {
        ready.add(batch.get(i).in(cluster));
      }
    }
  }
}

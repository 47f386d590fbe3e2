package dev.winnow.transforms.dedup.semantic;

import dev.winnow.transforms.kernel.NearestSeveral;
import dev.winnow.transforms.task.Batched;
import dev.winnow.transforms.task.LookAhead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** Makes each row a member of its own cluster and of the nearest other clusters. */
final class ProbedMembers extends Batched<Tuple2<Member, Long>, Member> {

  /** Rows whose products with the prototypes are computed at once. */
  private static final int BATCH = 64;

  private final NearestSeveral prototypes;
  private final int probes;

  /**
   * @param ranked rows with their places
   * @param probes number of other clusters
   */
  ProbedMembers(Iterator<Tuple2<Member, Long>> ranked, NearestSeveral prototypes, int probes) {
    super(ranked);
    this.prototypes = prototypes;
    this.probes = probes;
  }

  @Override
  protected Iterator<Member> next(LookAhead<Tuple2<Member, Long>> ranked) {
    List<Tuple2<Member, Long>> batch = ranked.take(BATCH);
    int dim = batch.get(0)._1().getVector().length;
    float[] rows = new float[batch.size() * dim];
    int[] home = new int[batch.size()];
    for (int i = 0; i < home.length; i++) {
      Member row = batch.get(i)._1();
      row.setPlace(batch.get(i)._2());
      System.arraycopy(row.getVector(), 0, rows, i * dim, dim);
      home[i] = row.getCluster();
    }
    int[][] others = prototypes.nearestExcept(rows, home, probes);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < home.length; i++) {
      Member row = batch.get(i)._1();
      members.add(row);
      for (int cluster : others[i]) {
        members.add(row.guest(cluster));
      }
    }
    return members.iterator();
  }
}

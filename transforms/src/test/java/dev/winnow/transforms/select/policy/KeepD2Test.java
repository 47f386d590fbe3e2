package dev.winnow.transforms.select.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.cluster.ClusterRows;
import dev.winnow.transforms.kernel.UnitVector;
import dev.winnow.transforms.select.Selection;
import dev.winnow.transforms.select.order.KeepCount;
import dev.winnow.transforms.select.order.Ranking;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Compares the order with that of the published algorithm, which holds all rows. */
class KeepD2Test {

  private static final int ROWS = 150;
  private static final int DIM = 4;

  private static final StructType SCORED =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("score", DataTypes.DoubleType, false)
          .add("cluster_id", DataTypes.IntegerType, false);

  private static float[][] vectors() {
    Random random = new Random(11);
    float[][] vectors = new float[ROWS][DIM];
    for (float[] vector : vectors) {
      for (int j = 0; j < DIM; j++) {
        vector[j] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private static double[] scores() {
    return new Random(12).doubles(ROWS, 0, 1).toArray();
  }

  private static Dataset<Row> scored(int clusters) {
    List<Row> rows = new ArrayList<>();
    double[] scores = scores();
    int[] assigned = ClusterRows.assign(vectors(), prototypes(clusters), DIM);
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(String.valueOf(i), scores[i], assigned[i]));
    }
    return LocalSpark.rows(SCORED, 3, rows);
  }

  private static float[] prototypes(int clusters) {
    float[] prototypes = new float[clusters * DIM];
    Random random = new Random(13);
    for (int j = 0; j < prototypes.length; j++) {
      prototypes[j] = (float) random.nextGaussian();
    }
    return prototypes;
  }

  private static EmbeddedRows embedded(int clusters) {
    return new EmbeddedRows(ClusterRows.dataset(vectors(), 2), prototypes(clusters), DIM);
  }

  private static Ranking ranking(int clusters, int groupRows) {
    return new Selection(
            new KeepD2(embedded(clusters), 4, 0.7, 0.9, groupRows),
            KeepCount.share(new BigDecimal("0.3")),
            5)
        .rank(scored(clusters));
  }

  /** Returns the ids in the published order: a graph of all pairs, then one row after another. */
  private static List<String> published() {
    float[][] units = new float[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      units[i] = UnitVector.of(vectors()[i]).vector();
    }
    double[] base = scores();
    int[][] nearest = new int[ROWS][];
    double[] values = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int row = i;
      nearest[i] =
          IntStream.range(0, ROWS)
              .filter(j -> j != row)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> squared(units[row], units[j])))
              .limit(4)
              .mapToInt(j -> j)
              .toArray();
      values[i] = base[i];
      for (int j : nearest[i]) {
        values[i] += Math.exp(-0.7 * squared(units[i], units[j])) * base[j];
      }
    }
    List<String> order = new ArrayList<>();
    Set<Integer> left = new HashSet<>(IntStream.range(0, ROWS).boxed().toList());
    while (!left.isEmpty()) {
      int best = left.stream().max(Comparator.comparingDouble(i -> values[i])).orElseThrow();
      left.remove(best);
      order.add(String.valueOf(best));
      for (int j : nearest[best]) {
        values[j] -= Math.exp(-0.9 * squared(units[best], units[j])) * Math.max(0, values[best]);
      }
    }
    return order;
  }

  private static double squared(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < DIM; j++) {
      sum += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
    }
    return sum;
  }

  private static List<String> order(Ranking ranking) {
    return ranking.rows().orderBy("keep_rank").select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void theOrderIsThePublishedOneWhereOneGroupHoldsAllRows() {
    Ranking ranking = ranking(5, 1000);
    assertEquals(published(), order(ranking));
    assertEquals(1, ranking.figures().get("selection_groups"));
    assertEquals(4L * ROWS, ranking.figures().get("edges"));
    assertEquals(4L * ROWS, ranking.figures().get("edges_within_groups"));
  }

  @Test
  void groupsLeaveOutSomeMessagesAndKeepMostOfTheRows() {
    Ranking ranking = ranking(5, 80);
    assertEquals(3, ranking.figures().get("selection_groups"));
    long within = (long) ranking.figures().get("edges_within_groups");
    assertTrue(within > 0 && within < 4L * ROWS, within + " edges within groups");
    Set<String> kept = new HashSet<>(order(ranking).subList(0, 45));
    kept.retainAll(published().subList(0, 45));
    assertTrue(kept.size() >= 30, kept.size() + " of 45");
  }

  @Test
  void meaninglessSettingsAreRefused() {
    EmbeddedRows rows = new EmbeddedRows(null, new float[] {1}, 1);
    assertThrows(IllegalArgumentException.class, () -> new KeepD2(rows, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new KeepD2(rows, 5, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new KeepD2(rows, 5, 1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new KeepTwoEnded(BigDecimal.ONE));
  }
}

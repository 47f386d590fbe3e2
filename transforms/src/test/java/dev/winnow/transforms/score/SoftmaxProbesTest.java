package dev.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SoftmaxProbesTest {

  private static final List<ProbeMetric> ALL =
      List.of(new El2nScore(), new ForgettingScore(), new MarginScore(), new ConfidenceScore());

  private static Dataset<Row> scored(Dataset<Row> rows, int dim, long seed) {
    LabelClasses classes = LabelClasses.count(rows);
    SoftmaxProbes probes = SoftmaxProbes.train(rows, classes, dim, seed, true);
    return new ProbeScores(probes, classes, ALL).apply(rows);
  }

  private static Map<String, List<Double>> byId(Dataset<Row> scored) {
    Map<String, List<Double>> found = new TreeMap<>();
    for (Row row : scored.collectAsList()) {
      List<Double> values = new ArrayList<>();
      for (ProbeMetric metric : ALL) {
        values.add(row.getAs(metric.column()));
      }
      found.put(row.getAs("id"), values);
    }
    return found;
  }

  /** Returns ten rows of three labels in the plane. */
  private static LabelledRows ten() {
    return new LabelledRows()
        .addAngle("a1", "a", 0)
        .addAngle("a2", "a", 10)
        .addAngle("a3", "a", 25)
        .addAngle("a4", "a", 70)
        .addAngle("b1", "b", 80)
        .addAngle("b2", "b", 95)
        .addAngle("b3", "b", 100)
        .addAngle("c1", "c", 200)
        .addAngle("c2", "c", 210)
        .addAngle("c3", "c", 20);
  }

  @Test
  void agreesWithAPlainLoopInDoublePrecision() {
    Dataset<Row> rows = ten().in(3);
    LabelClasses classes = LabelClasses.count(rows);
    List<LabelledVector> sorted = new ArrayList<>(LabelledVector.of(rows, 5).collectAsList());
    sorted.sort(Comparator.comparingLong(LabelledVector::getHash));
    double[][][][] epochs = new double[SoftmaxProbes.PROBES][SoftmaxProbes.EPOCHS][10][];
    for (int probe = 0; probe < SoftmaxProbes.PROBES; probe++) {
      double[] weights = new double[9];
      float[] first = SoftmaxProbes.first(probe, 3, 2, 5);
      for (int i = 0; i < 9; i++) {
        weights[i] = first[i];
      }
      for (int epoch = 0; epoch < SoftmaxProbes.EPOCHS; epoch++) {
        for (int i : SoftmaxProbes.order(10, 5, probe, epoch, 0)) {
          float[] x = sorted.get(i).getEmbedding();
          double[] p = softmax(weights, x);
          int label = classes.index(sorted.get(i).getLabel());
          for (int c = 0; c < 3; c++) {
            double error = 0.5 / Math.sqrt(epoch + 1) * ((c == label ? 1 : 0) - p[c]);
            weights[c] += x[0] * error;
            weights[3 + c] += x[1] * error;
            weights[6 + c] += error;
          }
        }
        for (int i = 0; i < 10; i++) {
          epochs[probe][epoch][i] = softmax(weights, sorted.get(i).getEmbedding());
        }
      }
    }
    Map<String, List<Double>> found = byId(scored(rows, 2, 5));
    for (int i = 0; i < 10; i++) {
      int label = classes.index(sorted.get(i).getLabel());
      double[][] last = new double[SoftmaxProbes.PROBES][];
      boolean[][] correct = new boolean[SoftmaxProbes.PROBES][SoftmaxProbes.EPOCHS];
      for (int probe = 0; probe < last.length; probe++) {
        last[probe] = epochs[probe][SoftmaxProbes.EPOCHS - 1][i];
        for (int epoch = 0; epoch < SoftmaxProbes.EPOCHS; epoch++) {
          double[] p = epochs[probe][epoch][i];
          correct[probe][epoch] = p[label] >= Math.max(p[0], Math.max(p[1], p[2]));
        }
      }
      List<Double> values = found.get(sorted.get(i).getId());
      for (int m = 0; m < ALL.size(); m++) {
        double expected = ALL.get(m).hardness(new ProbeOutputs(label, last, correct));
        assertEquals(expected, values.get(m), 1e-5, ALL.get(m).column());
      }
    }
  }

  private static double[] softmax(double[] weights, float[] x) {
    double[] p = new double[3];
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      p[c] = Math.exp(weights[c] * x[0] + weights[3 + c] * x[1] + weights[6 + c]);
      sum += p[c];
    }
    for (int c = 0; c < 3; c++) {
      p[c] /= sum;
    }
    return p;
  }

  @Test
  void aRowInTheMiddleOfItsLabelIsEasierThanOneAmongAnother() {
    Map<String, List<Double>> found = byId(scored(ten().in(2), 2, 1));
    for (int m = 0; m < ALL.size(); m++) {
      String column = ALL.get(m).column();
      assertTrue(found.get("a1").get(m) < found.get("c3").get(m), column + " of a1 and c3");
      assertTrue(found.get("c1").get(m) < found.get("c3").get(m), column + " of c1 and c3");
      assertTrue(found.get("b3").get(m) <= found.get("a4").get(m), column + " of b3 and a4");
    }
  }

  /** Returns rows of three labels in eight dimensions; rows named wrong have another label. */
  private static LabelledRows mislabelled() {
    SplittableRandom random = new SplittableRandom(17);
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 300; i++) {
      double[] vector = new double[8];
      for (int j = 0; j < 8; j++) {
        vector[j] = (j == i % 3 ? 2 : 0) + random.nextDouble() - 0.5;
      }
      boolean wrong = i % 20 == 0;
      rows.add((wrong ? "wrong" : "right") + i, "c" + (wrong ? (i + 1) % 3 : i % 3), vector);
    }
    return rows;
  }

  @Test
  void mislabelledRowsAreTheHardestByEveryMetric() {
    Map<String, List<Double>> found = byId(scored(mislabelled().in(4), 8, 42));
    for (int m = 0; m < ALL.size(); m++) {
      double easiestWrong = Double.POSITIVE_INFINITY;
      double hardestRight = Double.NEGATIVE_INFINITY;
      for (Map.Entry<String, List<Double>> row : found.entrySet()) {
        double hardness = row.getValue().get(m);
        if (row.getKey().startsWith("wrong")) {
          easiestWrong = Math.min(easiestWrong, hardness);
        } else {
          hardestRight = Math.max(hardestRight, hardness);
        }
      }
      assertTrue(
          easiestWrong > hardestRight,
          ALL.get(m).column() + ": " + easiestWrong + " and " + hardestRight);
    }
  }

  @Test
  void rowsWithoutALabelHaveNoScoreAndChangeNoOther() {
    Map<String, List<Double>> labelled = byId(scored(ten().in(2), 2, 9));
    LabelledRows more = ten().addAngle("n1", null, 45).addAngle("n2", null, 300);
    Map<String, List<Double>> both = byId(scored(more.in(2), 2, 9));
    assertNull(both.remove("n1").get(0));
    assertNull(both.remove("n2").get(3));
    assertEquals(labelled, both);
  }

  /** Returns more rows than one shard holds. */
  @Test
  void doesNotDependOnPartitionsSeed8() {
    SplittableRandom random = new SplittableRandom(8);
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 5000; i++) {
      rows.add(
          "r" + i,
          i % 50 == 0 ? null : "c" + i % 3,
          random.nextDouble() + i % 3,
          random.nextDouble(),
          random.nextDouble() - 0.5);
    }
    Map<String, List<Double>> one = byId(scored(rows.in(1), 3, 8));
    assertEquals(one, byId(scored(rows.in(7), 3, 8)));
    assertEquals(one, byId(scored(rows.in(64), 3, 8)));
    assertEquals(false, one.equals(byId(scored(rows.in(7), 3, 9))), "another seed");
  }

  @Test
  void shardsAreRangesOfHashesAndHoldTheShareThatIsDrawn() {
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 12_000; i++) {
      rows.addAngle("r" + i, "c" + i % 2, i);
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    List<ProbeShard> shards = null;
    for (int partitions : new int[] {3, 5}) {
      Dataset<Row> dataset = rows.in(partitions);
      var labels = spark.broadcast(LabelClasses.count(dataset));
      List<ProbeShard> found =
          new ArrayList<>(ProbeShard.of(LabelledVector.of(dataset, 4), labels, 2, 9000).collect());
      assertEquals(3, found.size());
      int drawn = found.stream().mapToInt(ProbeShard::size).sum();
      assertTrue(Math.abs(drawn - 9000) < 300, drawn + " drawn");
      found.forEach(s -> assertTrue(Math.abs(s.size() - 3000) < 300, s.size() + " rows"));
      for (int i = 0; shards != null && i < 3; i++) {
        assertEquals(i, found.get(i).number());
        assertTrue(Arrays.equals(shards.get(i).rows(), found.get(i).rows()));
      }
      shards = found;
    }
  }

  @Test
  void theSampleHoldsAllRowsOfARareLabelAndTheShareOfAFrequentOne() {
    LabelledRows rows = new LabelledRows();
    for (int i = 0; i < 6000; i++) {
      rows.addAngle("r" + i, "often", i);
    }
    for (int i = 0; i < 40; i++) {
      rows.addAngle("s" + i, "rare", i);
    }
    Dataset<Row> dataset = rows.in(3);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    var labels = spark.broadcast(LabelClasses.count(dataset));
    int[] drawn = new int[2];
    for (ProbeShard shard :
        ProbeShard.of(LabelledVector.of(dataset, 4), labels, 2, 1000).collect()) {
      for (int label : shard.classes()) {
        drawn[label]++;
      }
    }
    assertEquals(40, drawn[1]);
    assertTrue(Math.abs(drawn[0] - 993) < 100, drawn[0] + " of the frequent label");
  }

  @Test
  void anOrderHoldsEveryRowOnceAndDiffersByProbeAndEpoch() {
    int[] order = SoftmaxProbes.order(100, 1, 0, 0, 0);
    TreeSet<Integer> all = new TreeSet<>();
    for (int i : order) {
      all.add(i);
    }
    assertEquals(100, all.size());
    assertEquals(0, all.first());
    assertEquals(99, all.last());
    assertEquals(false, Arrays.equals(order, SoftmaxProbes.order(100, 1, 1, 0, 0)), "probe");
    assertEquals(false, Arrays.equals(order, SoftmaxProbes.order(100, 1, 0, 1, 0)), "epoch");
  }

  @Test
  void rejectsOneLabel() {
    Dataset<Row> rows = new LabelledRows().addAngle("x", "a", 0).in(1);
    LabelClasses one = LabelClasses.count(rows);
    assertEquals(
        "labels must have 2 to 10000 distinct values, got 1",
        assertThrows(
                IllegalArgumentException.class, () -> SoftmaxProbes.train(rows, one, 2, 1, false))
            .getMessage());
  }
}

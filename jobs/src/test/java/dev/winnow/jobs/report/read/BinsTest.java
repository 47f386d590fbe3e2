package dev.winnow.jobs.report.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinsTest {

  @Test
  void aHistogramCountsEveryRowInTheBinOfItsScore() {
    SplittableRandom random = new SplittableRandom(5);
    double[] values = random.doubles(10_000, -1, 2).toArray();
    Bins bins = new Bins(1);
    for (double value : values) {
      bins.add(value, 0);
    }
    Bins.Wide wide = bins.wide(30);
    for (int i = 0; i < 30; i++) {
      double low = wide.edges()[i];
      double high = i == 29 ? Double.POSITIVE_INFINITY : wide.edges()[i + 1];
      assertEquals(
          Arrays.stream(values).filter(v -> v >= low && v < high).count(), wide.counts()[0][i]);
    }
  }

  @Test
  void partsOfTheRowsGiveTheSameHistogram() {
    Bins all = new Bins(2);
    Bins some = new Bins(2);
    Bins others = new Bins(2);
    for (int i = 0; i < 500; i++) {
      double value = (i * 37 % 500) / 250.0;
      all.add(value, i % 2);
      (i < 100 ? some : others).add(value, i % 2);
    }
    others.addAll(some);
    assertArrayEquals(all.wide(12).edges(), others.wide(12).edges());
    assertArrayEquals(all.wide(12).counts()[1], others.wide(12).counts()[1]);
  }

  @Test
  void equalScoresAreOneBin() {
    Bins bins = new Bins(1);
    bins.add(0.25, 0);
    bins.add(0.25, 0);
    assertArrayEquals(new long[] {2}, bins.wide(40).counts()[0]);
  }

  @Test
  void scoresThatHardlyDifferHaveAscendingEdges() {
    Bins bins = new Bins(1);
    for (int i = 0; i < 100; i++) {
      bins.add(1 - i * 1e-6, 0);
    }
    double[] edges = bins.wide(40).edges();
    for (int i = 1; i < edges.length; i++) {
      assertTrue(edges[i] > edges[i - 1], Arrays.toString(edges));
    }
    assertEquals(100, Arrays.stream(bins.wide(40).counts()[0]).sum());
  }

  @Test
  void theLowestRowsDoNotDependOnTheOrder() {
    Lowest<Ranked> forward = new Lowest<>(3);
    Lowest<Ranked> backward = new Lowest<>(3);
    for (int i = 0; i < 10; i++) {
      forward.add(new Ranked(i % 4, "r" + i));
      backward.add(new Ranked((9 - i) % 4, "r" + (9 - i)));
    }
    assertEquals(forward.items(), backward.items());
    assertEquals(
        List.of(new Ranked(0, "r0"), new Ranked(0, "r4"), new Ranked(0, "r8")), forward.items());
  }

  @Test
  void aGalleryTakesEachKindOfClusterInTurn() {
    Map<Cluster, String> chosen =
        Cluster.gallery(
            List.of(
                new Cluster(0, 100, 90, 0.5),
                new Cluster(1, 5, 1, 0.4),
                new Cluster(2, 50, 40, 0.1),
                new Cluster(3, 1, 1, 0.0),
                new Cluster(4, 20, 20, 0.3)),
            4);
    assertEquals(
        List.of("0 large", "3 small", "2 dense", "1 much pruned"),
        chosen.entrySet().stream().map(e -> e.getKey().id() + " " + e.getValue()).toList());
  }
}

package dev.winnow.transforms.dedup.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.dedup.semantic.Maxima;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class StarComponentsTest {

  private static Map<Long, Long> roots(long[][] edges) {
    List<Row> rows = new ArrayList<>();
    for (long[] edge : edges) {
      rows.add(RowFactory.create(0L, edge[0], edge[1], 1f));
    }
    Dataset<Row> graph = LocalSpark.rows(Maxima.SCHEMA, 3, rows);
    Map<Long, Long> roots = new TreeMap<>();
    try (StarComponents components = new StarComponents()) {
      components
          .of(graph)
          .collectAsList()
          .forEach(row -> assertEquals(null, roots.put(row.getLong(0), row.getLong(1))));
    }
    return roots;
  }

  @Test
  void everyVertexKnowsTheLeastOfItsComponent() {
    long big = 1L << 40;
    assertEquals(
        Map.of(1L, 1L, 2L, 1L, 3L, 1L, 5L, 5L, big, 5L),
        roots(new long[][] {{3, 2}, {2, 1}, {3, 2}, {big, 5}}));
  }

  /** A path in a random order, and a star. */
  @Test
  void aLongPathIsOneComponent() {
    SplittableRandom random = new SplittableRandom(1);
    List<Long> names = new ArrayList<>();
    for (long i = 0; i < 60; i++) {
      names.add(random.nextInt(names.size() + 1), i);
    }
    long[][] edges = new long[159][];
    for (int i = 0; i < 59; i++) {
      edges[i] = new long[] {names.get(i), names.get(i + 1)};
    }
    for (int i = 0; i < 100; i++) {
      edges[59 + i] = new long[] {1000 + i, 999};
    }
    Map<Long, Long> expected = new TreeMap<>();
    for (long i = 0; i < 60; i++) {
      expected.put(i, 0L);
    }
    for (long i = 999; i < 1100; i++) {
      expected.put(i, 999L);
    }
    assertEquals(expected, roots(edges));
  }

  @Test
  void noEdgesNoComponents() {
    assertEquals(Map.of(), roots(new long[0][]));
  }
}

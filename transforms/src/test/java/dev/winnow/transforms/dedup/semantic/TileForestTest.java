package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileForestTest {

  private record Pair(long later, long earlier, float product) {}

  private static float[] copies(int n, int dim) {
    float[] vector = Point.unit(new SplittableRandom(1), dim);
    float[] all = new float[n * dim];
    for (int i = 0; i < n; i++) {
      System.arraycopy(vector, 0, all, i * dim, dim);
    }
    return all;
  }

  /** Reduces eight million close pairs to as few as connect all rows. */
  @Test
  void manyCopiesOfOneRowHangFromTheFirst() {
    int n = 4000;
    List<Pair> pairs = new ArrayList<>();
    try (TileForest forest =
        new TileForest(copies(n, 8), LongStream.range(0, n).toArray(), 8, 0.9f)) {
      forest.joinColumns((later, earlier, product) -> pairs.add(new Pair(later, earlier, product)));
    }
    assertEquals(n - 1, pairs.size());
    for (Pair pair : pairs) {
      assertEquals(0, pair.earlier());
    }
  }

  /** Combines the forests of tiles, which lead to the forest of all rows at once. */
  @ParameterizedTest(name = "tiles of {0}")
  @ValueSource(ints = {1, 7, 50, 300})
  void tilesOfAnySizeLeadToOneForest(int tile) {
    int n = 300;
    int dim = 6;
    SplittableRandom random = new SplittableRandom(2);
    float[] rows = new float[n * dim];
    for (int i = 0; i < n; i++) {
      System.arraycopy(Point.unit(random, dim), 0, rows, i * dim, dim);
    }
    Forest.Rooted whole = rooted(rows, n, dim, n);
    Forest.Rooted cut = rooted(rows, n, dim, tile);
    assertArrayEquals(byPlace(whole, whole.witnesses()), byPlace(cut, cut.witnesses()));
    assertArrayEquals(byPlace(whole, whole.roots()), byPlace(cut, cut.roots()));
    assertTrue(Arrays.stream(whole.witnesses()).filter(w -> w < 0).count() < 50);
  }

  private static Forest.Rooted rooted(float[] rows, int n, int dim, int tile) {
    List<Pair> pairs = new ArrayList<>();
    TileForest.Pairs sink = (later, earlier, p) -> pairs.add(new Pair(later, earlier, p));
    for (int c = 0; c < n; c += tile) {
      try (TileForest forest =
          new TileForest(part(rows, c, tile, n, dim), places(c, tile, n), dim, 0.75f)) {
        forest.joinColumns(sink);
        for (int r = c + tile; r < n; r += tile) {
          forest.rows(part(rows, r, tile, n, dim), places(r, tile, n), sink);
        }
      }
    }
    Collections.shuffle(pairs, new Random(3));
    pairs.sort(Comparator.comparingLong(Pair::later).thenComparingLong(Pair::earlier));
    Forest forest = new Forest();
    pairs.forEach(pair -> forest.add(pair.later(), pair.earlier(), pair.product()));
    return forest.rooted();
  }

  private static float[] part(float[] rows, int from, int tile, int n, int dim) {
    return Arrays.copyOfRange(rows, from * dim, Math.min(n, from + tile) * dim);
  }

  private static long[] places(int from, int tile, int n) {
    return LongStream.range(from, Math.min(n, from + tile)).toArray();
  }

  private static long[] byPlace(Forest.Rooted rooted, int[] indices) {
    long[] found = new long[300];
    Arrays.fill(found, -1);
    for (int v = 0; v < indices.length; v++) {
      found[(int) rooted.places()[v]] = indices[v] < 0 ? -2 : rooted.places()[indices[v]];
    }
    return found;
  }

  @Test
  void aForestKeepsTheFirstPairsAndItsRootIsTheLeastPlace() {
    Forest forest = new Forest();
    forest.add(1L << 40, 7, 0.5f);
    forest.add(9, 1L << 40, 0.25f);
    forest.add(9, 7, 0.125f);
    Forest.Rooted rooted = forest.rooted();
    assertArrayEquals(new long[] {1L << 40, 7, 9}, rooted.places());
    assertArrayEquals(new int[] {1, -1, 0}, rooted.witnesses());
    assertArrayEquals(new int[] {1, 1, 1}, rooted.roots());
    assertEquals(0.25f, rooted.products()[2]);
  }
}

package dev.winnow.transforms.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GreedySegmentTest {

  private static final int DIM = 5;

  private static TileBlock.Rows rows(int n, long first, long step, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] vectors = new float[n * DIM];
    for (int i = 0; i < n; i++) {
      System.arraycopy(Point.unit(random, DIM), 0, vectors, i * DIM, DIM);
    }
    return new TileBlock.Rows(
        IntStream.range(0, n).toArray(),
        LongStream.range(0, n).map(i -> first + i * step).toArray(),
        vectors);
  }

  private static float dot(TileBlock.Rows one, int i, TileBlock.Rows other, int j) {
    float sum = 0;
    for (int d = 0; d < DIM; d++) {
      sum = Math.fma(one.vectors()[i * DIM + d], other.vectors()[j * DIM + d], sum);
    }
    return sum;
  }

  /** Decides more rows than a piece holds, in two parts. */
  @Test
  void keepsEachRowInTurnThatIsCloseToNoneKept() {
    TileBlock.Rows rows = rows(900, 0, 1, 1);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      int row = i;
      if (kept.stream().noneMatch(k -> dot(rows, row, rows, k) >= 0.9f)) {
        kept.add(i);
      }
    }
    assertTrue(kept.size() > 100 && kept.size() < 800, kept.size() + " kept");
    List<Long> found = new ArrayList<>();
    try (GreedySegment segment = new GreedySegment(DIM, 0.9f)) {
      for (int[] part : new int[][] {{0, 400}, {400, 900}}) {
        TileBlock.Rows some =
            new TileBlock.Rows(
                Arrays.copyOfRange(rows.indices(), part[0], part[1]),
                Arrays.copyOfRange(rows.places(), part[0], part[1]),
                Arrays.copyOfRange(rows.vectors(), part[0] * DIM, part[1] * DIM));
        Arrays.stream(segment.keep(some)).forEach(found::add);
      }
    }
    assertEquals(kept.stream().map(Integer::longValue).toList(), found);
  }

  /**
   * Compares 900 rows at every third place with 700 columns at even places. Rows lie before,
   * between and after the columns.
   */
  @Test
  void rowsSeeTheColumnsBeforeThemOnly() {
    TileBlock.Rows columns = rows(700, 100, 2, 2);
    TileBlock.Rows rows = rows(900, 10, 3, 3);
    Maxima.Best best = new Maxima.Best(900);
    try (EarlierPanels panels = new EarlierPanels(columns, DIM)) {
      panels.offer(rows, best);
    }
    float[] cosines = new float[900];
    long[] places = new long[900];
    float[] expected = new float[900];
    long[] from = new long[900];
    for (int i = 0; i < 900; i++) {
      cosines[i] = best.cosine(i);
      places[i] = best.place(i);
      expected[i] = Float.NEGATIVE_INFINITY;
      from[i] = Maxima.Best.NONE;
      for (int c = 0; c < 700 && columns.places()[c] < rows.places()[i]; c++) {
        if (dot(rows, i, columns, c) > expected[i]) {
          expected[i] = dot(rows, i, columns, c);
          from[i] = columns.places()[c];
        }
      }
    }
    assertArrayEquals(expected, cosines);
    assertArrayEquals(from, places);
  }

  @Test
  void aThresholdIsStrictAndOneIsTheGreatestCosine() {
    assertEquals(Math.nextUp(0.75f), new Threshold(0.25).least());
    assertEquals(1f, new Threshold(1e-9).least());
    assertEquals(Float.POSITIVE_INFINITY, new Threshold(1e-300).least());
    assertEquals(Math.nextUp(-1f), new Threshold(2).least());
    assertEquals(1, Threshold.cosine(1.0000001f));
  }
}

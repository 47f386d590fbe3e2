package dev.winnow.transforms.dedup.groups;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IndexTest {

  @Test
  void wholeNumbersAreNumberedInTheOrderInWhichTheyCome() {
    LongIndex index = new LongIndex();
    SplittableRandom random = new SplittableRandom(4);
    long[] keys = LongStream.generate(random::nextLong).limit(10_000).toArray();
    for (int repeat = 0; repeat < 2; repeat++) {
      for (int i = 0; i < keys.length; i++) {
        assertEquals(i, index.number(keys[i]));
      }
    }
    assertArrayEquals(keys, index.keys());
  }

  @Test
  void stringsAreNumberedInTheOrderInWhichTheyCome() {
    StringIndex index = new StringIndex();
    assertEquals(0, index.number("b"));
    assertEquals(1, index.number("a"));
    assertEquals(0, index.number("b"));
    assertEquals(2, index.size());
    assertEquals("a", index.key(1));
  }

  @Test
  void unitedSetsHaveOneRootAndNewNumbersAreSetsForThemselves() {
    UnionFind sets = new UnionFind(2);
    sets.grow(5);
    int root = sets.join(sets.find(0), sets.find(4));
    root = sets.join(root, sets.find(2));
    for (int member : new int[] {0, 2, 4}) {
      assertEquals(root, sets.find(member));
    }
    assertEquals(1, sets.find(1));
    assertEquals(3, sets.find(3));
  }
}

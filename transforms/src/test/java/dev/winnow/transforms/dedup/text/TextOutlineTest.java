package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TextOutlineTest {

  private static final TextComparison COMPARISON = new TextComparison(TextOptions.defaults());

  private static final String[] WORDS = {
    "transfer", "trasnfer", "money", "to", "my", "savings", "account", "please", "now", "not"
  };

  /** Texts of 5 to 600 code points: below, between and above the lengths of both shingles. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<List<String>> words = Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(9);
    return Combinators.combine(words, Arbitraries.of(1, 1, 1, 8, 12))
        .as((some, times) -> (String.join(" ", some) + " ").repeat(times).trim());
  }

  static byte[] outline(String form) {
    int[] points = form.codePoints().toArray();
    return TextOutline.bytes(
        points.length,
        TextKeys.words(form),
        points.length < 2 * TextKeys.LONG ? Shingles.sorted(points, 3) : null,
        points.length >= TextKeys.LONG ? Shingles.sorted(points, 5) : null);
  }

  @Property(tries = 1000)
  void boundsTheSimilarityFromAboveAndRulesOutNoFinding(
      @ForAll("texts") String one, @ForAll("texts") String other) {
    TextOutline outline = TextOutline.of(outline(one));
    TextOutline second = TextOutline.of(outline(other));
    ComparableText text = ComparableText.of(one);
    ComparableText text2 = ComparableText.of(other);
    double exact = text.jaccard(text2);
    assertTrue(outline.mostJaccard(second) >= exact);
    assertTrue(outline.lengthsAllow(exact, second));
    for (TextRule rule : TextRule.values()) {
      if (text.holds(rule, text2)) {
        assertTrue(outline.mayHold(rule, second), rule.word());
        assertTrue(text.lengthsAllow(rule, text2), rule.word());
      }
    }
    if (!COMPARISON.mayFind(outline, second)) {
      assertNull(COMPARISON.of(text, text2));
    }
  }

  @Test
  void rulesOutTextsThatShareLittle() {
    TextOutline weather = TextOutline.of(outline("what is the weather like in rome tomorrow"));
    TextOutline money = TextOutline.of(outline("please send some money to my savings account"));
    assertEquals(false, COMPARISON.mayFind(weather, money));
    assertEquals(true, COMPARISON.mayFind(weather, weather));
  }

  /** Texts of one bucket, some of them alike: a row has four rows before it to be paired with. */
  @Test
  void aCrowdedBucketGivesAllPairsOfItsWindowThatAreFound() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> texts = new ArrayList<>();
    List<Row> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < 6; w++) {
        text.append(WORDS[(i / 5 * (w + 3) + (random.nextInt(12) == 0 ? 1 : 0)) % WORDS.length])
            .append(' ');
      }
      texts.add(text.toString().trim());
      keys.add(RowFactory.create(0, 1L, 0L, 0L, (long) i, "t" + i, outline(texts.get(i))));
    }
    int window = 4;
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < i; j++) {
        if ((j == 0 || i - j <= window) && found(texts.get(j), texts.get(i))) {
          expected.add("t" + j + " t" + i);
        }
      }
    }
    Set<String> given = new HashSet<>();
    int candidates = 0;
    Iterator<Row> blocks = new TextBuckets(keys.iterator(), window, COMPARISON);
    while (blocks.hasNext()) {
      for (List<String> pair : TextBucketsTest.pairs(blocks.next())) {
        candidates++;
        int left = Integer.parseInt(pair.get(0).substring(1));
        int right = Integer.parseInt(pair.get(1).substring(1));
        if (found(texts.get(left), texts.get(right))) {
          given.add("t" + left + " t" + right);
        }
      }
    }
    assertEquals(expected, given);
    assertTrue(expected.size() > 300, "pairs: " + expected.size());
    assertTrue(candidates < 1.5 * expected.size(), candidates + " for " + expected.size());
  }

  private static boolean found(String left, String right) {
    return COMPARISON.of(ComparableText.of(left), ComparableText.of(right)) != null;
  }
}

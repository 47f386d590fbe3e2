package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Says of pairs of texts that differ in a detail what becomes of them. */
class TextOutcomesTest {

  private static final TextOptions DEFAULTS = TextOptions.defaults();

  /** Returns "exact", "near by RULE", "refused by CAUSE" or "different". */
  private static String outcome(TextOptions options, String kept, String gone) {
    if (TextExactForm.of(kept).equals(TextExactForm.of(gone))) {
      return "exact";
    }
    TextVerdict verdict =
        new TextComparison(options).of(ComparableText.of(kept), ComparableText.of(gone));
    if (verdict == null) {
      return "different";
    }
    return verdict.refusedBy() == null
        ? "near by " + verdict.rule().word()
        : "refused by " + verdict.refusedBy();
  }

  private static boolean stays(String one, String other) {
    return !outcome(DEFAULTS, one, other).matches("exact|near by .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Give the child 2.5 ml at night|Give the child 25 ml at night",
        "Give the child 2.5 ml at night|Give the child .25 ml at night",
        "The sea has -2 degrees today|The sea has 2 degrees today",
        "The sea has -2 degrees today|The sea has +2 degrees today",
        "Rows 4-5, 6 are empty|Rows 45, 6 are empty",
        "Rows 4-5, 6 are empty|Rows 4, 56 are empty",
        "The ticket is $7.00 a day|The ticket is \u20AC700 a day",
        "The ticket is $7.00 a day|The ticket is 7 00 a day",
        "a field of 20 m2 in all|a field of 20 m\u00B2 in all",
        "y\u2074 is 1296 here|y4 is 1296 here",
        "g(y) = y^3 + 2|g(y) = y*3 - 2",
        "{\"k\": [3, 4], \"m\": 5}|{\"k\": 3, \"4m\": 5}",
      })
  void textsWhoseNumbersDifferInASignAPointOrAUnitStay(String one, String other) {
    assertTrue(stays(one, other), outcome(DEFAULTS, one, other));
  }

  @Test
  void numbersThatATableSplitsInOtherPlacesStay() {
    assertTrue(stays("| 2 | 34 |\n| 5 | 67 |", "| 23 | 4 |\n| 56 | 7 |"));
    assertEquals(
        "refused by numbers",
        outcome(
            DEFAULTS.withNearJaccard(0.6),
            "the counts of the birds and of their nests in the northern part of the garden: | 2 |"
                + " 34 | and | 5 | 67 |",
            "the counts of the birds and of their nests in the northern part of the garden: | 23 |"
                + " 4 | and | 56 | 7 |"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Visitors must not in any case open the window of the tower during a storm"
            + "|Visitors must in any case open the window of the tower during a storm",
        "Please serve the fish without a slice of lemon|Please serve the fish with a slice of"
            + " lemon",
        "I didn't see the red car at the corner|I did see the red car at the corner",
      })
  void textsThatDifferInANegationStay(String one, String other) {
    assertTrue(stays(one, other), outcome(DEFAULTS, one, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "He has left.|He has left?|near by normal_form",
        "I learn F# at home|I learn F at home|near by normal_form",
        "I learn F++ at home|I learn F at home|refused by threshold",
        "trains from Turin to Basel in June|trains from Basel to Turin in June|near by word_bag",
        "where is the next station|where is the next staition|near by shingles",
        "the play was fun \uD83D\uDE00|the play was fun \uD83D\uDE44|near by shingles",
        "\u30DB\u30DB|\uFF8E\uFF8E|exact", // halfwidth kana
        "tall trees stand|TALL  trees stand|exact",
      })
  void otherDifferencesAreNearByTheRuleThatFoundThem(String one, String other, String outcome) {
    assertEquals(outcome, outcome(DEFAULTS, one, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\u0915\u093F\u0932|\u0915\u0941\u0932", // vowel signs of Hindi
        "\u0E1B\u0E48\u0E32|\u0E1B\u0E49\u0E32", // tones of Thai
        "\u0642\u064E\u0644|\u0642\u064F\u0644", // vowels of Arabic
        "\u30DB\u30DB|\u30DC\u30DC", // voiced kana
        "\uBB3C-\uBCD1|\uBB3C\uBCD1", // Korean with a hyphen
        "Sie tranken in Ma\u00DFen|Sie tranken in Massen",
        "if (p < q) r = p - q|if (p > q) r = p + q",
        "see ftp://c.d/e|see ftp://cd/e",
        "every where|everywhere",
        "cat|dog",
        "7|8",
        ":-)|:-(",
        "???|!!!",
        "\u2764|\u2765",
      })
  void shortTextsOfOtherLettersMarksOrSymbolsAreDifferent(String one, String other) {
    String outcome = outcome(DEFAULTS, one, other);
    assertTrue(Set.of("different", "refused by threshold").contains(outcome), outcome);
  }

  @Test
  void noPairLiesBelowTheThresholdOfItsRule() {
    String[] words =
        "garden house beside little lake where seven birds sing louder songs".split(" ");
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<String> text = new ArrayList<>(List.of(words).subList(i % 6, i % 6 + 4 + i % 2));
      if (random.nextBoolean()) {
        Collections.shuffle(text, random);
      }
      StringBuilder edited = new StringBuilder(String.join(" ", text));
      if (random.nextBoolean()) {
        edited.setCharAt(random.nextInt(edited.length()), 'x');
      }
      texts.add(edited.toString());
    }
    TextComparison comparison = new TextComparison(DEFAULTS);
    Set<TextRule> seen = new HashSet<>();
    for (String one : texts) {
      for (String other : texts) {
        TextVerdict verdict = comparison.of(ComparableText.of(one), ComparableText.of(other));
        if (verdict != null && verdict.refusedBy() == null) {
          seen.add(verdict.rule());
          assertTrue(verdict.similarity() >= verdict.rule().threshold(0.78), verdict.toString());
        }
      }
    }
    assertEquals(Set.of(TextRule.values()), seen, "all rules occur");
  }

  @Test
  void aRuleThatIsLeftOutMakesNoPair() {
    String one = "trains from Turin to Basel in June";
    String other = "trains from Basel to Turin in June";
    TextOptions without = DEFAULTS.withRules(Set.of(TextRule.SHINGLES, TextRule.NORMAL_FORM));
    assertEquals("near by word_bag", outcome(DEFAULTS, one, other));
    assertEquals("refused by threshold", outcome(without, one, other));
  }

  @Test
  void aPairFartherBelowTheThresholdThanTheDistanceOfRefusedPairsIsNotPutOut() {
    // 22 of 31 shingles are common: 0.07 below 0.78.
    String one = "book a table for two at eight";
    String other = "book a table for two at nine";
    assertEquals("refused by threshold", outcome(DEFAULTS, one, other));
    assertEquals("refused by threshold", outcome(DEFAULTS.withNearMiss(0.08), one, other));
    assertEquals("different", outcome(DEFAULTS.withNearMiss(0.06), one, other));
    assertEquals(0.15, TextOptions.nearMiss(100_000));
    assertEquals(0.02, TextOptions.nearMiss(100_001));
  }

  @Test
  void aGuardThatIsLeftOutRefusesNothing() {
    String one = "Give the child 2.5 ml at night";
    String other = "Give the child 25 ml at night";
    assertEquals("refused by numbers", outcome(DEFAULTS, one, other));
    assertEquals("near by shingles", outcome(DEFAULTS.withGuards(Set.of()), one, other));
  }

  /** Returns so many words that no two of them are the same. */
  private static String words(int from, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      Random random = new Random(i);
      for (int letter = 0; letter < 7; letter++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }

  @Test
  void aLongTextWithAPassageOfItsOwnStaysAndOneThatIsContainedGoes() {
    String notice = words(0, 300);
    String longer = notice + words(1000, 20);
    TextOptions strict = DEFAULTS.withMinContainment(0.95);
    assertEquals("near by shingles", outcome(strict, longer, notice));
    assertEquals("refused by containment", outcome(strict, notice, longer));
    assertEquals("refused by containment", outcome(strict, longer, notice + words(2000, 20)));
    String small = words(0, 30);
    assertEquals("near by shingles", outcome(strict, small + words(1000, 4), small + words(50, 2)));
  }

  @Test
  void theEndsOfAChainOfEditsAreDifferent() {
    String first = words(0, 100);
    String next = words(14, 100);
    String last = words(96, 100);
    assertEquals("refused by threshold", outcome(DEFAULTS, first, next));
    assertEquals("different", outcome(DEFAULTS, first, last));
  }
}

package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextExactFormTest {

  private static final String NONE = null;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Two  Words\t of text |two words of text",
        "\u00A0no\u3000break\u2009|no break", // other white space
        "cafe\u0301|CAF\u00C9", // e and an acute accent are one letter
        "\uFF21\uFF22\uFF23 \uFF11\uFF12\uFF13|abc 123", // fullwidth letters and digits
        "\uFF76\uFF9E\uFF77|\u30AC\u30AD", // halfwidth kana, one with its voiced mark
        "\uFFA1\uFFC2\uFFDC|\u3131\u314F\u3163", // halfwidth Hangul letters
        "\u039F\u0394\u039F\u03A3|\u03BF\u03B4\u03BF\u03C2", // both small sigmas
      })
  void textsThatDifferInUnicodeFormWidthCaseAndWhiteSpaceAreTheSame(String one, String other) {
    assertEquals(TextExactForm.of(one), TextExactForm.of(other));
    assertEquals(TextExactForm.sha256(one), TextExactForm.sha256(other));
  }

  @Test
  void aLineBreakIsASpace() {
    assertEquals("one line", TextExactForm.of("One\r\nline\u2028"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "take 2.5 ml daily|take 25 ml daily|take .25 ml daily",
        "minus: -8 degrees|minus: 8 degrees|minus: +8 degrees",
        "Written in F#|Written in F|Written in F++",
        "You agreed.|You agreed?|You agreed!",
        "rows 3-4, 5|rows 34, 5|rows 3, 45",
        "a > b|a < b|a = b",
        "le cote|le c\u00F4t\u00E9|le c\u00F4te", // accents
        "Busse|Bu\u00DFe|Buse",
        "y\u00B3|y3|y\u00B2", // raised digits
        "\u0915\u093F|\u0915\u0940|\u0915", // vowel signs of Hindi
        "\u0E01\u0E48\u0E32|\u0E01\u0E49\u0E32|\u0E01\u0E32", // tones of Thai
        "\u0639\u064E\u0644|\u0639\u0650\u0644|\u0639\u0644", // vowels of Arabic
        "\u30CF|\u30D0|\u30D1", // voiced kana
        "s\u0131k|sik|s\u0130k", // dotless, dotted and capital dotted i
        ":-)|:-(|:-D",
        "???|!!!|...",
        "to day|today|to-day",
      })
  void anyOtherDifferenceKeepsTextsApart(String one, String two, String three) {
    assertNotEquals(TextExactForm.sha256(one), TextExactForm.sha256(two));
    assertNotEquals(TextExactForm.sha256(one), TextExactForm.sha256(three));
    assertNotEquals(TextExactForm.sha256(two), TextExactForm.sha256(three));
  }

  @Test
  void differentHalvesOfSurrogatePairsAreDifferentTexts() {
    assertNotEquals(TextExactForm.sha256("a \uD83D"), TextExactForm.sha256("a \uD83C"));
    assertNotEquals(TextExactForm.sha256("a \uD83D"), TextExactForm.sha256("a ?"));
  }

  @Test
  void textsOfWhiteSpaceAloneHaveNoKey() {
    assertNull(TextExactForm.sha256(" \n\u00A0"));
    assertNull(TextExactForm.sha256(""));
    assertNull(TextExactForm.sha256(NONE));
  }

  @Test
  void theFormOfAFormIsItselfForEveryCharacter() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String once = TextExactForm.of("A" + Character.toString(point) + "\u0301 b");
        assertEquals(once, TextExactForm.of(once), Integer.toHexString(point));
      }
    }
  }
}

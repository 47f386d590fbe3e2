package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Take 2.5 ML daily|2.5ml",
        "take 2.5ml daily|2.5ml",
        "take .25 daily, then 3.|.25 3",
        "it is -8 or (+9), not 10-12|+9 -8 10-12",
        "rows 3--4 and 5 \u2013 6|3-4 5-6",
        "well -- 7 of them|7",
        "it is \u22128 degrees|-8\u00B0",
        "for $12.50, \u20AC 9 or 7 \u00A3|12.50$ 7\u00A3 9\u20AC",
        "a loss of -$3 and $-4|-3$ -4$",
        "p < 0.01 and q >= 2|<0.01 >=2",
        "up 4% and 5 percent|4% 5%",
        "at 7 am, 8pm or 9 p.m.|7am 8pm 9pm",
        "Camera DX-40/B, DX-41|dx-40/b dx-41",
        "y\u00B3 and y3|y3 y\u00B3",
        "on 2021-03-04 at 10:45|10:45 2021-03-04",
        "\u0663 of \uFF14|3 4", // an Arabic and a fullwidth digit
        "\u6211\u67095\u5143|5\u5143", // Chinese: I have 5 yuan
        "5 in May|5",
        "a + 5 or a - 6|+5 6",
        "pp.3, see 4.|3 4",
      })
  void aWordWithADigitHasItsSignAndItsUnit(String text, String words) {
    assertEquals(words, NumberWords.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "take 2.5 mg|take 25 mg",
        "take 2.5 mg|take 2.5 g",
        "take .25|take 25",
        "it is -8 outside|it is 8 outside",
        "it is -8 outside|it is +8 outside",
        "rows 3-4, 5|rows 34, 5",
        "rows 3-4, 5|rows 3, 45",
        "it costs $8|it costs 8",
        "it costs $8|it costs \u20AC8",
        "2021-03-04|2021-04-03",
        "wake me at 5 am|wake me at 5 pm",
        "set it to 5 minutes|set it to 5 hours",
        "model AB-12/W|model AB-12/S",
        "y\u00B3 is 27|y3 is 27",
        "p < 0.05|p > 0.05",
        "5\u6708|5\u65E5", // 5th month, 5th day
      })
  void textsWithOtherNumbersDiffer(String one, String other) {
    assertTrue(NumberWords.differ(NumberWords.of(one), NumberWords.of(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "room 5, floor 2|room 5 on floor 2",
        "room 5, floor 2|room 5", // the second has no number of its own
        "room five|room 5", // only one has words with a digit
        "5 mg|5mg",
        "pages 3--4|pages 3 \u2013 4",
        "it costs 8 \u20AC|it costs \u20AC8",
        "at 9 a.m.|at 9am",
      })
  void textsWithTheSameNumbersOrNoneDoNot(String one, String other) {
    assertFalse(NumberWords.differ(NumberWords.of(one), NumberWords.of(other)));
  }
}

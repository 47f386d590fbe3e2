package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNormalFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "  What   IS it?\t|what is it",
        "don't stop -- now|don t stop now",
        "\uFF28\uFF25\uFF2C\uFF2C\uFF2F \uFB01ve|hello five", // fullwidth letters, a ligature
        "e\u0301te\u0301|\u00E9t\u00E9", // e and an acute accent are one letter
        "co\u00ADop\u200B|coop", // a soft hyphen, a zero-width space
        "\u00A0\u3000a\u2028b|a b", // other white space
        "\u4F60\u597D\uFF0C\u4E16\u754C\u3002|\u4F60\u597D \u4E16\u754C", // Chinese marks
        "5 + 5 = $10|5 + 5 = $10", // symbols stay
        "ok \u2764\uFE0F|ok \u2764" // a variation selector goes, its emoji stays
      })
  void removesDifferencesThatSeldomMatter(String text, String form) {
    assertEquals(form, TextNormalForm.of(text));
  }

  @Test
  void theFormOfAFormIsItselfForEveryCharacter() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        String once = TextNormalForm.of("A" + Character.toString(point) + "\u0301 b");
        assertEquals(once, TextNormalForm.of(once), Integer.toHexString(point));
      }
    }
  }
}

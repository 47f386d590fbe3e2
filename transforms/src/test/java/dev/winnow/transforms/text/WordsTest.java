package dev.winnow.transforms.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "' \t\n', 0",
    "the quick brown fox, 4",
    "'  spaces   around ', 2",
    "don't stop - well-known, 4",
    "no\u00a0break\u2003space, 3",
    "Überraschung für Zoë, 3",
    "日本語, 3",
    "ひらがな and カタカナ, 9",
    "Привет мир, 2",
    "안녕 세계, 2",
    "e\u0301te\u0301, 1",
    "GPT语言模型, 5",
    "模型GPT, 3",
    "\uD842\uDFB7, 1",
    "🙂 🙂🙂, 2"
  })
  void aWordIsARunWithoutWhiteSpaceOrAnIdeograph(String text, long words) {
    assertEquals(words, Words.count(text), text);
  }

  @Property
  void textsOfTheLatinScriptHaveAsManyWordsAsPartsBetweenWhiteSpace(
      @ForAll @AlphaChars @Chars({' ', '\n', '\t', ',', '\'', 'é'}) String text) {
    long parts = Arrays.stream(text.split("[ \n\t]+")).filter(part -> !part.isEmpty()).count();
    assertEquals(parts, Words.count(text));
  }

  @Test
  void aTurkishLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertEquals(2, Words.count("ISTANBUL istanbul"));
    } finally {
      Locale.setDefault(before);
    }
  }
}

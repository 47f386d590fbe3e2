package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspellingTest {

  @ParameterizedTest
  @CsvSource({
    "what is the weather, what is the wether, true", // a letter less
    "what is the weather, what is the weatheer, true", // a letter more
    "what is the weather, what is the wearher, true", // another letter
    "what is the weather, what is the waether, true", // neighbours swapped
    "what is the weather, weahter the is what, true", // words in another order
    "what is the weather, what is teh weather, false", // a word below four letters
    "what is the weather, what is the weather, false", // nothing is misspelt
    "what is the weather, waht is the wether, false", // two words
    "what is the weather, what is the weater now, false", // one more word
    "what is the weather, what is the whaether, false", // two edits
    "flight 4512 today, flight 4513 today, false", // numbers are not spelt
    "room b123 today, room b124 today, false",
  })
  void isOneWordOfFourLettersOrMoreThatIsOneEditAway(String text, String other, boolean expected) {
    assertEquals(expected, Misspelling.isOnly(TextKeys.words(text), TextKeys.words(other)));
    assertEquals(expected, Misspelling.isOnly(TextKeys.words(other), TextKeys.words(text)));
  }
}

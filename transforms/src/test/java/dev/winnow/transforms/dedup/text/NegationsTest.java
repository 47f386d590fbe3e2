package dev.winnow.transforms.dedup.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegationsTest {

  private static boolean differ(String one, String other) {
    return new Negations(TextNormalForm.of(one))
        .differFrom(new Negations(TextNormalForm.of(other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "You may not open the door|You may open the door",
        "I can't see it|I can see it",
        "I dont see it|I do see it",
        "coffee without sugar|coffee with sugar",
        "never call me|call me",
        "non-smoking room|smoking room",
        "he would rather not|he would rather",
        "Do not run. You must not eat.|Do not run. You must eat.",
        "It is not red but blue|It is red but not blue",
        "Ich komme nicht mit|Ich komme mit",
        "Je ne viens pas|Je viens",
        "no quiero ir|quiero ir",
        "\u6211\u4E0D\u53BB|\u6211\u53BB", // I do not go, I go
      })
  void textsThatDifferInANegationDiffer(String one, String other) {
    assertTrue(differ(one, other));
    assertTrue(differ(other, one));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I do not see it|I don't see it",
        "You cannot go|You can't go",
        "Vol. 3, no. 4|Vol. 3, 4",
        "Do not run here|Do not run there",
        "Do not run. It is wet.|Do not run. It is wet. You will not like it.",
        "open the door|open a door",
      })
  void aFurtherSentenceAndAnotherSpellingAreNoDifference(String one, String other) {
    assertFalse(differ(one, other));
    assertFalse(differ(other, one));
  }
}

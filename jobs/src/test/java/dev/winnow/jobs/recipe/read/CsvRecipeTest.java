package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.jobs.recipe.Input;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRecipeTest {

  private static Input input(String keys) {
    return new RecipeLoader(Map.<String, String>of()::get)
        .load(
            "my.yaml",
            "apiVersion: winnow/v1\nname: small\nwarehouse: tables\ninput: {format: csv, path:"
                + " /data/docs"
                + keys
                + "}\n",
            List.of())
        .get(0)
        .recipe()
        .input();
  }

  @Test
  void aTabAndABackslashAreCharactersOfTheirOwn() {
    Input input = input(", delimiter: \"\\t\", escape: \"\\\\\", encoding: iso-8859-1");
    assertEquals("\t", input.delimiter());
    assertEquals("\\", input.escape());
    assertEquals("iso-8859-1", input.encoding());
    assertNull(input("").escape());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "delimiter: '\\t' ! input.delimiter must be one character, got \\t; a tab is \"\\t\", in"
            + " double quotes",
        "delimiter: '||' ! input.delimiter must be one character, got ||",
        "delimiter: \u00a7 ! input.delimiter must be an ASCII character other than quotes and line"
            + " breaks, got \u00a7; write the files with another delimiter",
        "delimiter: \"\\n\" ! input.delimiter must be an ASCII character other than quotes and line"
            + " breaks, got \\n; write the files with another delimiter",
        "escape: ';', delimiter: ';' ! input.escape must differ from input.delimiter, got ; for"
            + " both",
        "encoding: latin ! input.encoding must be a character set that Java knows, such as utf-8,"
            + " utf-16le, iso-8859-1 or windows-1252, got latin"
      },
      quoteCharacter = '`')
  void marksThatSeparateNothingAreRefused(String keys, String message) {
    RecipeFaults faults = assertThrows(RecipeFaults.class, () -> input(", " + keys));
    assertEquals(message, faults.faults().get(0).message());
  }
}

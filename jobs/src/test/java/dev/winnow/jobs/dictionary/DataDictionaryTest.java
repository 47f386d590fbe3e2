package dev.winnow.jobs.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.schemas.Duplicates;
import dev.winnow.schemas.Pairs;
import dev.winnow.schemas.Releases;
import dev.winnow.schemas.TableSpec;
import dev.winnow.schemas.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The data dictionary and its page. */
class DataDictionaryTest {

  @Test
  void thePageIsTheOutputOfTheCommand() throws IOException {
    Path page = Path.of(System.getProperty("winnow.root"), "docs/reference/dictionary.md");
    assertEquals(
        CommandRun.run("dictionary").out(),
        Files.readString(page),
        "write it again: winnow dictionary > docs/reference/dictionary.md");
  }

  @Test
  void keysAreReadFromTheComments() {
    assertEquals(Set.of("id"), DataDictionary.key(Duplicates.SPEC));
    assertEquals(Set.of("left_id", "right_id"), DataDictionary.key(Pairs.SPEC));
    assertEquals(Set.of("release", "table"), DataDictionary.key(Releases.SPEC));
    for (TableSpec spec : Tables.every()) {
      assertFalse(DataDictionary.key(spec).isEmpty(), spec.name());
    }
  }

  @Test
  void jsonListsEveryColumn() throws IOException {
    CommandRun json = CommandRun.run("dictionary", "--format", "json");
    assertEquals(0, json.code(), json.err());
    int columns = Tables.every().stream().mapToInt(spec -> spec.columns().size()).sum();
    int listed = 0;
    for (var table : json.json().path("tables")) {
      listed += table.path("columns").size();
    }
    assertEquals(columns, listed);
    assertEquals(2, CommandRun.run("dictionary", "--format", "jsn").code());
  }
}

package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.cli.common.RecipeFiles;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.LoadedRecipe;
import dev.winnow.jobs.support.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three recipes of a file, of which the second fails. */
class RecipeSequenceTest {

  private static final Failure FAILURE = new Failure(ExitCode.DATA, "no rows");

  @TempDir private Path folder;
  private String file;
  private final List<String> ran = new ArrayList<>();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("one", "two", "three")) {
      text.append(
          """
          ---
          apiVersion: winnow/v1
          name: %s
          warehouse: %s
          input: {format: jsonl, path: %s}
          """
              .formatted(name, folder.resolve("tables"), folder.resolve("none.jsonl")));
    }
    file = folder.resolve("three.yaml").toString();
    Files.writeString(Path.of(file), text.toString());
  }

  private RecipeSequence sequence(boolean keepGoing) {
    return new RecipeSequence(
        RecipeFiles.load(file, List.of()), keepGoing, new PrintWriter(err, true));
  }

  private void run(LoadedRecipe recipe) {
    ran.add(recipe.recipe().name());
    if (recipe.recipe().name().equals("two")) {
      throw FAILURE;
    }
  }

  @Test
  void aFailureEndsTheFileAndSaysWhichRecipesWereNotRun() {
    RecipeSequence sequence = sequence(false);
    assertSame(FAILURE, assertThrows(Failure.class, () -> sequence.run(this::run, () -> true)));
    assertEquals(List.of("one", "two"), ran);
    assertEquals("winnow: recipe two failed; not run: three\n", err.toString());
  }

  @Test
  void keepGoingRunsTheOthersAndEndsWithTheFirstFailure() throws Exception {
    RecipeSequence sequence = sequence(true);
    sequence.run(this::run, () -> true);
    assertEquals(List.of("one", "two", "three"), ran);
    assertSame(FAILURE, assertThrows(Failure.class, sequence::end));
    assertEquals(
        "winnow: recipe two failed, the next one starts: no rows\n"
            + "winnow: 1 of 3 recipes failed: two; the first failure was:\n",
        err.toString());
    assertEquals(4, sequence.failed().get(0).get("exit_code"));
    assertEquals("two", sequence.failed().get(0).get("name"));
  }

  @Test
  void keepGoingStopsWhereNoOtherRecipeCouldRun() throws Exception {
    sequence(true).run(this::run, () -> false);
    assertEquals(List.of("one", "two"), ran);
    assertTrue(err.toString().contains("recipe two failed; not run: three"), err.toString());
  }

  @Test
  void aNameChoosesOneRecipeOfTheFile() throws IOException {
    CommandRun planned = CommandRun.run("run", file, "--dry-run", "--json", "--name", "two");
    assertEquals(1, planned.json().path("runs").size(), planned.err());
    assertEquals("two", planned.json().path("recipe").path("name").asText());
    assertEquals(3, CommandRun.run("run", file, "--dry-run", "--json").json().path("runs").size());
    CommandRun other = CommandRun.run("run", file, "--name", "tow");
    assertEquals(2, other.code());
    assertEquals("winnow: --name must be one of one, two, three, got tow\n", other.err());
  }
}

package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.SmallRelease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands inspect and completion, and words that are no command. */
class OtherCommandsTest {

  @Test
  void inspectShowsColumnsRulesSizeAndRows() throws IOException {
    String recipe = SmallRelease.get().recipe();
    JsonNode json = run("inspect", recipe, "decisions", "--at-version", "0", "--json").json();
    assertEquals(242, json.path("rows").asLong(), json.toString());
    assertEquals(1, json.path("reader").asInt());
    assertEquals("id", json.path("columns").get(0).path("column").asText());
    assertTrue(json.path("columns").get(0).path("comment").asText().startsWith("Key"));
    assertTrue(json.path("rules").has("id_is_not_empty"), json.toString());
    assertEquals("small", json.path("properties").path("winnow.name").asText());
    assertEquals(5, json.path("first_rows").size());
    CommandRun vectors = run("inspect", recipe, "embeddings", "--rows", "1");
    assertTrue(vectors.out().contains(", ... of 16]"), vectors.out());
    CommandRun folder =
        run("inspect", SmallRelease.get().folder().resolve("tables/small/runs").toString());
    assertTrue(
        folder.out().contains("property        delta.logRetentionDuration = interval 10950"));
    CommandRun unknown = run("inspect", recipe, "decision");
    assertEquals(3, unknown.code());
    assertTrue(unknown.err().contains("got decision; did you mean decisions?"), unknown.err());
    assertEquals(3, run("inspect", recipe, "decisions", "--at-version", "99").code());
    assertEquals(2, run("inspect", recipe, "decisions", "--rows", "-1").code());
    assertEquals(3, run("inspect", recipe).code());
  }

  @Test
  void aMistypedCommandGetsTheNearestOne() {
    CommandRun typo = run("rn", "my.yaml");
    assertEquals(2, typo.code());
    assertEquals(
        List.of("winnow: rn is no command; did you mean run?", "Try 'winnow --help'."),
        typo.err().lines().toList());
    CommandRun other = run("qqqq");
    assertEquals("winnow: qqqq is no command", other.err().lines().toList().get(0));
  }

  @Test
  void completionScriptsAreScriptsOfTheirShell(@TempDir Path folder) throws Exception {
    for (String shell : List.of("bash", "zsh")) {
      CommandRun script = run("completion", shell);
      assertEquals(0, script.code(), script.err());
      for (String word : List.of("vacuum", "--retain-hours", "dictionary")) {
        assertTrue(script.out().contains(word), word);
      }
      assertEquals(shell.equals("zsh"), script.out().startsWith("autoload -U +X compinit"));
    }
    Path file = folder.resolve("winnow.bash");
    Files.writeString(file, run("completion", "bash").out(), StandardCharsets.UTF_8);
    Process check =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + file
                    + " && COMP_WORDS=(winnow vac) COMP_CWORD=1 && COMP_LINE='winnow"
                    + " vac' && COMP_POINT=10 && _complete_winnow; echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    String reply = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(reply.contains("vacuum"), reply);
    CommandRun fish = run("completion", "zhs");
    assertEquals(2, fish.code());
    assertEquals("winnow: SHELL must be bash or zsh, got zhs; did you mean zsh?\n", fish.err());
  }
}

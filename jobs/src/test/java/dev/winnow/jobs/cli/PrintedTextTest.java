package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.progress.Progress;
import dev.winnow.jobs.progress.Shown;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.text.CardText;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every place where text of a user is printed, with text that would harm a terminal. */
class PrintedTextTest {

  private static final String RED = "\u001b[31mred";
  private static final String TURNED = "\u202eblue\u009b2J";

  @TempDir private static Path folder;
  private static String recipe;
  private static CommandRun run;

  @BeforeAll
  static void runOnHostileText() throws IOException {
    LocalSpark.session();
    StringBuilder lines = new StringBuilder();
    // The texts of one label are equal, so the card warns of their groups.
    for (int i = 0; i < 120; i++) {
      boolean rare = i % 5 == 0;
      lines.append(
          "{\"id\": \"%d\\u001b[2J\", \"label\": \"%s\", \"text\": \"%s\\nsome%d %s\"}\n"
              .formatted(
                  i,
                  rare ? TURNED : "\\u001b[31mred",
                  rare ? "a" + i * 7 % 11 + " b" + i * 5 % 13 + " c" + i % 17 : "common words",
                  rare ? i : i % 2,
                  TURNED));
    }
    lines.append("no " + TURNED + "\n");
    Files.writeString(folder.resolve("docs.jsonl"), lines);
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(
        file,
        "apiVersion: winnow/v1\nname: hostile\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {format: jsonl, id: id, label: label, path: "
            + folder.resolve("docs.jsonl")
            + "}\n"
            + "embed: {dim: 8}\n"
            + "cluster: {k: 3}\n"
            + "dedup: {near: false}\n"
            + "prune: {keep_fraction: 0.5}\n");
    recipe = file.toString();
    run = CommandRun.run("run", recipe);
  }

  /** Fails unless every line is printable. */
  private static void assertPrintable(String text) {
    text.lines().forEach(line -> assertEquals(Printable.of(line), line));
  }

  private static CommandRun command(int code, String... args) {
    CommandRun command = CommandRun.run(args);
    assertEquals(code, command.code(), command.err());
    assertPrintable(command.out());
    assertPrintable(command.err());
    return command;
  }

  @Test
  void theOutputOfTheCommandsThatKeepHouse() {
    command(0, "list", recipe);
    command(0, "inspect", recipe, "examples");
    command(0, "vacuum", recipe, "--dry-run");
    command(3, "inspect", recipe, RED);
    command(3, "drop", recipe, TURNED, "--quiet");
  }

  @Test
  void theCardOfARun() {
    assertEquals(0, run.code(), run.err());
    assertPrintable(run.out());
    assertTrue(run.out().contains("warning         the group of "), run.out());
    assertTrue(run.out().contains("\\u001B[2J loses"), run.out());
  }

  @Test
  void theReportsForPrograms() throws IOException {
    CommandRun json = command(0, "why", recipe, "7" + "\u001b[2J", "--json");
    assertEquals("7\u001b[2J", json.json().path("id").asText());
    assertTrue(json.out().contains("\\u202Eblue\\u009B2J"), json.out());
    assertTrue(json.json().at("/input/text").asText().endsWith(TURNED), json.out());
  }

  @Test
  void theStoryOfARow() {
    String card = command(0, "why", recipe, "5" + "\u001b[2J").out();
    assertTrue(card.contains("row             5\\u001B[2J"), card);
    assertTrue(card.contains("label \\u202Eblue"), card);
    assertTrue(command(3, "why", recipe, RED).err().contains("got \\u001B[31mred"));
    assertTrue(command(0, "why", recipe, RED, "--dry-run").out().contains("\\u001B[31mred"));
  }

  @Test
  void theLedgerAndItsComparison() {
    command(0, "cut", recipe, "--keep-fraction", "0.4", "--release", "less");
    String first = run.out().lines().filter(l -> l.contains("release ")).findFirst().orElse("");
    String release = first.strip().replaceFirst("release +", "").replaceFirst(",.*", "");
    String card = command(0, "compare", recipe, release, "less").out();
    assertTrue(card.contains("compare") || card.contains("less"), card);
    command(0, "export", recipe, "--to", folder.resolve("ids.txt").toString(), "--format", "ids");
  }

  @Test
  void argumentsRecipesAndTheirFaults() throws IOException {
    assertTrue(command(3, "validate", "no" + RED + ".yaml").err().contains("no\\u001B[31mred"));
    assertTrue(command(2, "run", recipe, "--" + RED).err().contains("\\u001B[31mred"));
    assertTrue(
        command(2, "run", recipe, "--set", "embed.dim=\u202eblue").err().contains("\\u202Eblue"));
    Path faulty = folder.resolve("faulty.yaml");
    Files.writeString(
        faulty,
        Files.readString(Path.of(recipe))
            .replace("name: hostile", "name: \"\\e[31m\\nwinnow: done\""));
    String err = command(2, "validate", faulty.toString()).err();
    assertEquals(2, err.lines().count(), err);
    assertTrue(err.contains("got \\u001B[31m\\nwinnow: done"), err);
    String effective =
        command(0, "run", recipe, "--dry-run", "--set", "input.label=\u202eblue").out();
    assertTrue(effective.contains("\\u202Eblue"), effective);
  }

  @Test
  void progressLines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Progress progress =
        new Progress(
            LocalSpark.session(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            Shown.lines(false),
            "")) {
      progress.stage("1/6 ingest", "reading " + RED + "\n");
      progress.note("warning: label " + TURNED + " loses rows");
    }
    assertPrintable(out.toString(StandardCharsets.UTF_8));
    assertEquals(
        "stage 1/6 ingest: reading \\u001B[31mred\\n\nstage 1/6 ingest: warning: label"
            + " \\u202Eblue\\u009B2J loses rows\n",
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void namesAndValuesOfCards() {
    StringBuilder card = new StringBuilder();
    CardText.line(card, "a" + TURNED, "b\n" + RED);
    assertEquals("  a\\u202Eblue\\u009B2J b\\n\\u001B[31mred\n", card.toString());
  }
}

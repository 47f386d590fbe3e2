package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that a gate stops: the message counts the rows, shows one of each kind and the command that
 * explains it, and the command works.
 */
class GateFailuresTest {

  private static final Pattern WHY = Pattern.compile("explain a row: winnow (why .*)");

  @TempDir private static Path folder;

  @BeforeAll
  static void writeDocs() throws IOException {
    LocalSpark.session();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(
          "{\"id\": \"d%02d\", \"text\": \"alpha%d beta%d gamma%d delta%d epsilon%d\"}\n"
              .formatted(i, i % 7, i % 11, i % 13, i, i % 3));
    }
    lines.append("{\"id\": \"copy\", \"text\": \"alpha0 beta0 gamma0 delta0 epsilon0\"}\n");
    lines.append("{\"id\": \"mute\", \"text\": \"  \"}\n");
    lines.append("no \u001b[31m json\n");
    lines.append("{\"id\": \"still\", \"text\": \"\"}\n");
    Files.writeString(folder.resolve("docs.jsonl"), lines);
  }

  private static String recipe(String name, String more) throws IOException {
    Path recipe = folder.resolve(name + ".yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: "
            + name
            + "\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {format: jsonl, id: id, max_quarantine: 0.5, path: "
            + folder.resolve("docs.jsonl")
            + "}\nembed: {dim: 8}\ncluster: {k: 3}\n"
            + more);
    return recipe.toString();
  }

  private static List<String> refused(String... args) {
    CommandRun run = CommandRun.run(args);
    assertEquals(4, run.code(), run.err());
    return run.err().lines().dropWhile(line -> !line.startsWith("winnow: ")).toList();
  }

  /** Runs the command that a message names. */
  private static CommandRun why(List<String> message, String... more) {
    Matcher command = WHY.matcher(message.get(message.size() - 1));
    assertTrue(command.find(), message.toString());
    List<String> args = new ArrayList<>(Arrays.asList(command.group(1).split(" ")));
    args.addAll(Arrays.asList(more));
    CommandRun run = CommandRun.run(args.toArray(new String[0]));
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private static void assertNothingIsPublished(String name) {
    assertFalse(Files.exists(folder.resolve("tables/" + name + "/releases")));
    assertFalse(Files.exists(folder.resolve("tables/" + name + "/curated")));
  }

  @Test
  void tooManyRefusedRowsAreCountedByCode() throws Exception {
    String recipe = recipe("refused", "");
    List<String> message = refused("run", recipe, "--set", "input.max_quarantine=0.05");
    assertTrue(
        message
            .get(0)
            .startsWith(
                "winnow: quarantined share must be at most input.max_quarantine 0.05, got 3 of 44"
                    + " rows; nothing was published; mend the rows, or raise"
                    + " input.max_quarantine;"),
        message.get(0));
    assertTrue(
        message
            .get(1)
            .matches(
                "  2 empty_text, such as file:.*/docs.jsonl#[0-9]+: text must"
                    + " hold more than white space"),
        message.get(1));
    assertTrue(message.get(2).startsWith("  1 bad_json, such as file:"), message.get(2));
    assertTrue(
        message
            .get(2)
            .endsWith(
                "line must be one JSON object, but it breaks at character 0: no \\u001B[31m json"),
        message.get(2));
    assertEquals(4, message.size(), message.toString());
    assertNothingIsPublished("refused");

    String card = why(message).out();
    assertTrue(
        card.contains("which has published nothing; its last finished stage is ingest"), card);
    assertTrue(
        card.contains("Quarantined by ingest as empty_text: text must hold more than"), card);
    assertTrue(card.contains("claimed id      mute"), card);
    CommandRun claimed =
        CommandRun.run("why", recipe, "still", "--set", "input.max_quarantine=0.05", "--json");
    assertEquals("quarantined", claimed.json().at("/decision/reason").asText());
    assertTrue(claimed.json().at("/release").isNull(), claimed.out());
    CommandRun accepted =
        CommandRun.run("why", recipe, "d07", "--set", "input.max_quarantine=0.05");
    assertTrue(
        accepted
            .out()
            .contains(
                "None: the run has not gone beyond stage ingest, and no stage up to it refused or"
                    + " dropped the row."),
        accepted.out() + accepted.err());
    CommandRun unknown =
        CommandRun.run("why", recipe, "nobody", "--set", "input.max_quarantine=0.05");
    assertEquals(3, unknown.code(), unknown.err());
    assertTrue(unknown.err().contains("which has published nothing"), unknown.err());
    assertTrue(unknown.err().contains("got nobody"), unknown.err());
  }

  @Test
  void tooManyDuplicatesAreCountedByRule() throws Exception {
    String recipe = recipe("copies", "dedup: {near: false, max_duplicates: 0.01}\n");
    List<String> message = refused("run", recipe);
    assertTrue(message.get(0).contains("or raise dedup.max_duplicates; the rows are in "));
    assertTrue(
        message
            .get(1)
            .matches(
                "  1 exact by \\S+, such as (copy|d00), a duplicate of (copy|d00) .similarity"
                    + " 1.0000."),
        message.toString());
    String card = why(message).out();
    assertTrue(card.contains("Dropped as an exact duplicate of "), card);
    assertNothingIsPublished("copies");
  }

  @Test
  void tooManyLeaksAreCountedByRule() throws Exception {
    assertEquals(0, CommandRun.run("run", recipe("held", "")).code());
    Path held = folder.resolve("tables/held/embeddings");
    String recipe =
        recipe("leaks", "dedup: {exact: false, near: false, exclude: {path: " + held + "}}\n");
    List<String> message = refused("run", recipe, "--set", "dedup.exclude.max_leaks=0.1");
    assertTrue(message.get(0).contains("or raise dedup.exclude.max_leaks; the rows are in "));
    assertTrue(
        message.get(1).matches("  41 by \\S+, such as copy, a duplicate of held-out \\S+ .sim.*"),
        message.toString());
    assertTrue(why(message).out().contains("Dropped as an evaluation leak of "));
    assertNothingIsPublished("leaks");
  }

  @Test
  void aWipeOutShowsWhatIsLost() throws Exception {
    String recipe = recipe("wiped", "dedup: {near: false, on_wipe_out: fail}\n");
    Path copies = folder.resolve("copies.jsonl");
    StringBuilder lines = new StringBuilder(Files.readString(folder.resolve("docs.jsonl")));
    for (int i = 0; i < 10; i++) {
      lines.append("{\"id\": \"c" + i + "\", \"text\": \"alpha0 beta0 gamma0 delta0 epsilon0\"}\n");
    }
    Files.writeString(copies, lines);
    Files.writeString(
        Path.of(recipe), Files.readString(Path.of(recipe)).replace("docs.jsonl", "copies.jsonl"));
    List<String> message = refused("run", recipe);
    assertTrue(message.get(0).contains("as dedup.on_wipe_out is fail; nothing was published"));
    assertTrue(message.get(1).startsWith("  the group of "), message.toString());
    assertTrue(message.get(2).startsWith("  11 exact by "), message.toString());
    assertTrue(why(message, "--json").json().at("/duplicate/chain").isArray());
  }

  @Test
  void tooFewKeptRowsAreCountedByReason() throws Exception {
    String recipe =
        recipe("few", "prune: {keep: hard, keep_fraction: 0.1}\npublish: {min_rows: 10}\n");
    List<String> message = refused("run", recipe);
    assertTrue(
        message.get(0).endsWith("keep a larger share, or lower publish.min_rows"), message.get(0));
    assertTrue(message.get(1).matches("  37 pruned_easy, such as \\S+"), message.toString());
    assertTrue(
        message.stream().anyMatch(line -> line.matches("  4 kept, such as \\S+")),
        message.toString());
    assertNothingIsPublished("few");
    String card = why(message).out();
    assertTrue(
        card.contains("which has published nothing; its last finished stage is prune"), card);
    assertTrue(card.contains("Pruned as easy: rank "), card);
  }

  @Test
  void aLaterFailedRunIsNamedWhereItsRowsAreUnknown() throws Exception {
    String recipe = recipe("later", "");
    assertEquals(0, CommandRun.run("run", recipe).code());
    Path docs = folder.resolve("docs.jsonl");
    String before = Files.readString(docs);
    try {
      Files.writeString(docs, before + "no\n".repeat(60) + "{\"id\": \"new\", \"text\": \"\"}\n");
      List<String> message = refused("run", recipe);
      CommandRun earlier = CommandRun.run("why", recipe, "d07");
      assertEquals(0, earlier.code(), earlier.err());
      assertTrue(earlier.out().contains("release         later-"), earlier.out());
      CommandRun unknown = CommandRun.run("why", recipe, "new");
      assertEquals(3, unknown.code(), unknown.err());
      Matcher hint = Pattern.compile("look in it with --run-id (\\w+)").matcher(unknown.err());
      assertTrue(hint.find(), unknown.err());
      assertEquals(0, CommandRun.run("why", recipe, "new", "--run-id", hint.group(1)).code());
      assertTrue(message.get(1).startsWith("  61 bad_json"), message.toString());
    } finally {
      Files.writeString(docs, before);
    }
  }
}

package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.jobs.support.WholeRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account of the input in whole runs: table inputs and its lines on the card. */
class InputsRunTest {

  @TempDir private Path folder;

  private String recipe() {
    return SmallTexts.recipe("account", folder.resolve("tables"), folder.resolve("in"))
        .replace("/*.jsonl", "");
  }

  private void write() throws IOException {
    Path in = SmallTexts.write(folder.resolve("in"));
    Files.writeString(in.resolve("_SUCCESS"), "");
    Files.writeString(in.resolve("_part.jsonl"), "{}\n");
    Files.writeString(in.resolve("notes.md"), "about");
    Files.createDirectories(in.resolve("_cache"));
    Files.createSymbolicLink(
        in.resolve("more.jsonl"),
        Files.writeString(folder.resolve("more.jsonl"), "{\"id\": \"m\", \"text\": \"a link\"}\n"));
  }

  private static Map<String, String> account(Path tables) {
    Map<String, String> rows = new TreeMap<>();
    for (Row row : WholeRuns.table(tables, "inputs").collectAsList()) {
      rows.put(
          row.getAs("path"),
          row.getAs("rows")
              + " "
              + row.getAs("accepted")
              + " "
              + row.getAs("refused")
              + " "
              + row.getAs("passed_over"));
    }
    return rows;
  }

  @Test
  void aRunAccountsForEveryFileAndSumsItUp() throws Exception {
    write();
    RunReport report = WholeRuns.run(recipe());
    assertEquals(
        Map.of(
            "one.jsonl", "81 81 0 null",
            "two.jsonl", "161 160 1 null",
            "_SUCCESS", "0 0 0 underscore",
            "_part.jsonl", "0 0 0 underscore",
            "_cache", "0 0 0 underscore",
            "notes.md", "0 0 0 other_kind",
            "more.jsonl", "0 0 0 link"),
        account(folder.resolve("tables/account")));
    String card = report.card();
    for (String line :
        new String[] {
          "2 files passed over: names begin with _",
          "1 file passed over: names are not of the format",
          "1 link passed over; set input.follow_links: true to follow links out of the input",
          "1 folder not entered: table inputs says why"
        }) {
      assertTrue(card.contains(line), card);
    }
  }

  @Test
  void followedLinksAreRead() throws Exception {
    write();
    WholeRuns.ingest(recipe(), "input.follow_links=true");
    assertEquals("1 1 0 null", account(folder.resolve("tables/account")).get("more.jsonl"));
  }
}

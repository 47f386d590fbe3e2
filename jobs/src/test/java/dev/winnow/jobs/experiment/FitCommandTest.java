package dev.winnow.jobs.experiment;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code fit} with its exit codes; it starts no Spark. */
class FitCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("runs.csv"), text).toString();
  }

  /** Losses 0.1 + 5 D^-0.5 (and 3 N^-0.4), to four digits. */
  private static String curve(String header, String prefix, boolean withN) {
    StringBuilder csv = new StringBuilder(header);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < (withN ? 5 : 1); j++) {
        double d = 1000 * (1 << i);
        double n = 1e4 * (1 << j);
        double loss = 0.1 + 5 / Math.sqrt(d) + (withN ? 3 * StrictMath.pow(n, -0.4) : 0);
        csv.append(prefix).append(withN ? n + "," : "").append(d).append(',');
        csv.append(String.format(Locale.ROOT, "%.8f%n", loss));
      }
    }
    return csv.toString();
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertEquals(0, run.code(), run.err());
    return JSON.readTree(run.out());
  }

  @Test
  void namesTheCoefficientsOfTheLawOfD() throws Exception {
    JsonNode json =
        json(run("fit", file(curve("D,loss\n", "", false)), "--json", "--resamples", "20"));
    assertEquals(0.1, json.get("E").asDouble(), 1e-3);
    assertEquals(5, json.get("A").asDouble(), 0.05);
    assertEquals(0.5, json.get("beta").asDouble(), 1e-2);
    assertTrue(json.get("alpha").isNull());
    assertTrue(json.get("B").isNull());
    assertTrue(json.get("objective").isNumber());
    assertTrue(json.at("/intervals/E/low").isNumber());
    assertTrue(json.get("last_value_error").asDouble() > 0);
  }

  @Test
  void aColumnNMakesItALawOfTwoSizes() throws Exception {
    JsonNode json =
        json(run("fit", file(curve("N,D,loss\n", "", true)), "--json", "--resamples", "20"));
    assertEquals("two-sizes", json.get("form").asText());
    assertEquals(0.4, json.get("alpha").asDouble(), 0.02);
    assertEquals(0.5, json.get("beta").asDouble(), 0.02);
    assertEquals(3, json.get("A").asDouble(), 0.6);
    assertEquals(5, json.get("B").asDouble(), 0.6);
  }

  @Test
  void eachGroupIsACurveAndOneThatIsTooShortIsRefusedAlone() throws Exception {
    String csv =
        curve("kept,D,loss\n", "0.5,", false)
            + curve("", "1.0,", false)
            + "0.1,1000,0.3\n0.1,2000,0.25\n";
    JsonNode json =
        json(run("fit", file(csv), "--group", "kept", "--envelope", "--json", "--resamples", "20"));
    assertEquals(3, json.get("groups").size());
    assertEquals("0.1", json.at("/groups/0/group").asText());
    assertTrue(json.at("/groups/0/refused").asText().startsWith("D must have at least 4 sizes"));
    assertEquals(0.1, json.at("/groups/1/E").asDouble(), 1e-3);
    assertEquals(8, json.get("envelope").size());
    assertTrue(json.at("/envelope/7/loss").asDouble() < json.at("/envelope/0/loss").asDouble());
  }

  @Test
  void rowsThatAreNotForTrainingJudgeTheForms() throws Exception {
    String csv = curve("train,D,loss\n", "1,", false) + "0,1e6,0.105\n";
    JsonNode json = json(run("fit", file(csv), "--train", "train", "--json", "--resamples", "20"));
    assertEquals(8, json.get("rows").asInt());
    assertEquals(1, json.get("held_out_rows").asInt());
    assertTrue(json.at("/forms/1/held_out_error").asDouble() < 1e-3);
  }

  @Test
  void theCardNamesTheLawAndTheClaim() throws Exception {
    CommandRun run =
        run("fit", file(curve("D,loss\n", "", false)), "--claim", "E=0.2", "--resamples", "20");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().startsWith("E + A D^-beta, 8 rows, 8 sizes of D from 1000 to 128000\n"),
        run.out());
    assertTrue(run.out().contains("E = 0.2 is refused: outside of the interval"), run.out());
    assertTrue(run.out().contains("last value"), run.out());
  }

  @Test
  void refusesThreeSizesWithTheReason() throws Exception {
    CommandRun run = run("fit", file("D,loss\n1e3,.5\n1e4,.3\n1e5,.2\n"));
    assertEquals(4, run.code());
    assertTrue(
        run.err().contains("D must have at least 4 sizes, got 3; a curve through fewer fits every"),
        run.err());
  }

  @Test
  void refusesWhatItCantRead() throws Exception {
    String good = file("D,loss\n1e3,.5\n");
    assertEquals(3, run("fit", folder.resolve("none.csv").toString()).code());
    CommandRun column = run("fit", good, "--d", "tokens");
    assertEquals(3, column.code());
    assertTrue(
        column.err().contains("--d must name a column of")
            && column.err().contains("got tokens; the columns are D, loss"),
        column.err());
    CommandRun text = run("fit", file("D,loss\n1e3,.5\nmany,.4\n"));
    assertEquals(3, text.code());
    assertTrue(
        text.err().contains("column D must hold a number in every row, got many in row 2 of"),
        text.err());
    assertEquals(3, run("fit", file("D,loss\n1e3,.5,7\n")).code());
    assertEquals(3, run("fit", file("")).code());
    assertEquals(3, run("fit", folder.toString()).code());
  }

  @Test
  void refusesOptionsOutsideTheirRange() throws Exception {
    String good = file(curve("D,loss\n", "", false));
    assertEquals(2, run("fit", good, "--form", "cubic").code());
    assertEquals(2, run("fit", good, "--form", "two-sizes").code());
    assertEquals(2, run("fit", good, "--claim", "gamma=1", "--resamples", "20").code());
    assertEquals(2, run("fit", good, "--resamples", "5").code());
    assertEquals(2, run("fit", good, "--delta", "0").code());
    assertEquals(2, run("fit").code());
  }

  /** Tables of an earlier build: six prototypes with their sizes and mean distances. */
  @Test
  void readsADeltaTableWithoutSpark() throws Exception {
    try (ZipInputStream zip =
        new ZipInputStream(FitCommandTest.class.getResourceAsStream("/earlier/tables.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.copy(zip, to);
      }
    }
    String table = folder.resolve("earlier/prototypes").toString();
    JsonNode json =
        json(
            run(
                "fit",
                table,
                "--d",
                "size",
                "--loss",
                "mean_distance",
                "--json",
                "--resamples",
                "20"));
    assertEquals(6, json.get("rows").asInt());
    CommandRun absent = run("fit", table, "--d", "tokens", "--loss", "mean_distance");
    assertEquals(3, absent.code());
    assertTrue(absent.err().contains("--d must name a column of"), absent.err());
  }

  @Test
  void agreesWithThePublishedFitOfChinchilla() throws Exception {
    JsonNode json =
        json(
            run(
                "fit",
                Shared.path("data/external/chinchilla-240.csv").toString(),
                "--json",
                "--resamples",
                "100",
                "--claim",
                "E=1.69"));
    assertEquals(1.81724, json.get("E").asDouble(), 0.002 * 1.81724);
    assertEquals(1.018274e-3, json.get("objective").asDouble(), 1e-9);
    assertTrue(json.at("/claims/0/refused").asBoolean());
  }
}

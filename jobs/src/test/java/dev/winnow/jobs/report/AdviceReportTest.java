package dev.winnow.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.SmallTexts;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The advice in the report of a release, from the proxies that are stored. */
class AdviceReportTest {

  /** Lines of the command that the pilots alone give. */
  private static final List<String> LINES =
      List.of("advised for", "error", "to random", "to all rows", "price", "equal steps");

  private static final String SETTINGS =
      "experiment={policies: [hard, easy], fractions: [0.5, 0.8], seeds: 2, epochs: 2, budgets:"
          + " [epochs, steps]}";

  @TempDir private static Path folder;

  private static CommandRun done(String... args) {
    CommandRun run = CommandRun.run(args);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private static String page(String recipe, String settings) throws IOException {
    done("report", recipe, "--quiet", "--set", settings);
    return Files.readString(folder.resolve("tables/advised/reports/whole/report.html"));
  }

  /** Returns a text as the page has it. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Test
  void thePageSaysWhatTheCommandSaysOnceTheProxiesAreStored() throws IOException {
    LocalSpark.session();
    Path texts = SmallTexts.write(folder.resolve("texts"));
    String recipe = folder.resolve("recipe.yaml").toString();
    Files.writeString(
        Path.of(recipe),
        SmallTexts.recipe("advised", folder.resolve("tables"), texts)
            + "publish: {release: whole}\n");
    done("run", recipe, "--quiet", "--no-report");
    String absent = "winnow advise trains them and says which rows to keep, and how many.";
    assertTrue(page(recipe, SETTINGS).contains(absent));

    CommandRun advice = done("advise", recipe, "--quiet", "--set", SETTINGS, "--tolerance", "9");
    assertTrue(advice.out().startsWith("Prune: keep "), advice.out());
    String page = page(recipe, SETTINGS);
    assertFalse(page.contains(absent));
    assertTrue(page.contains("<section id=\"advice\""));

    CommandRun plain = done("advise", recipe, "--quiet", "--set", SETTINGS);
    List<String> lines = plain.out().lines().toList();
    assertTrue(page.contains(escaped(lines.get(0)) + " Small proxies say so"), lines.get(0));
    int compared = 0;
    for (String line : lines) {
      for (String name : LINES) {
        if (line.startsWith("  " + name + " ")) {
          String text = line.substring(2 + name.length()).strip();
          assertTrue(page.contains(escaped(text)), line);
          compared++;
        }
      }
    }
    assertTrue(compared >= 3, plain.out());

    // A fraction that no proxy was trained on is not advised on.
    assertTrue(page(recipe, SETTINGS.replace("0.8]", "0.9]")).contains(absent));
  }
}

package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of messages names the codes and keys of the sources. */
class MessagesPageTest {

  private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");

  /** Literals that look like codes of refused rows. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "\"((?:bad|empty|missing|too|ambiguous|broken|symbolic|special|repeated|doubled|not_an"
              + "|unsupported|zero|non_finite)_[a-z0-9_]+|truncated|corrupt|encrypted|wrong_size|unreadable|json_array"
              + "|duplicate_id|no_vector|norm_too_large)\"");

  /** Words of other sets that look like codes. */
  private static final Set<String> OTHERS = Set.of("bad_alloc", "bad_");

  private static Path root() {
    return Path.of(System.getProperty("winnow.root"));
  }

  private static String page() throws IOException {
    return Files.readString(root().resolve("docs/reference/messages.md"));
  }

  private static String sources() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String module : List.of("transforms", "jobs")) {
      try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  @Test
  void everyCodeOfARefusedRowIsExplained() throws IOException {
    String section = page().split("### Codes of refused rows\n")[1].split("\n## ")[0];
    Set<String> explained =
        section
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> CODE.matcher(line.split("\\|")[1]).results())
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> given = new TreeSet<>();
    Matcher literal = LITERAL.matcher(sources());
    while (literal.find()) {
      given.add(literal.group(1));
    }
    // The reader of csv chooses between bad_utf8 and bad_text.
    given.removeAll(OTHERS);
    assertEquals(given, explained);
  }

  @Test
  void everyExitCodeAndGateIsThere() throws IOException {
    String page = page();
    for (ExitCode code : ExitCode.values()) {
      assertTrue(page.matches("(?s).*\\b" + code.code() + "\\b.*"), code + " is missing");
    }
    for (String gate :
        List.of(
            "input.max_quarantine",
            "dedup.max_duplicates",
            "dedup.exclude.max_leaks",
            "dedup.on_wipe_out",
            "publish.min_rows")) {
      assertTrue(page.contains("`" + gate + "`"), gate + " is missing");
    }
  }
}

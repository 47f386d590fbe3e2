package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.preflight.Places;
import dev.winnow.jobs.recipe.Section;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Recipes that are broken at random are read, or refused with exit code 2 in Winnow's words. */
class RecipeFuzzTest {

  private static final String RECIPE =
      """
      apiVersion: winnow/v1
      name: photos-1
      seed: 7
      warehouse: /tables
      input:
        format: parquet
        path: [/data/a, "/data/${env:DATA}/*.parquet"]
        modality: image
        id: key
        label: topic
      embed:
        - {encoder: patch-kmeans, dim: 64, name: one}
        - encoder: spark-ml
          name: two
          class: com.example.Embedder
          params: {size: 4, rate: 0.5, deep: true, list: [1, x], map: {a: b}}
      dedup: &d {exact: true, epsilon: 0.05, invariances: [mirror]}
      cluster: {k: 100, above: [30, 5], by: one}
      score:
        metrics: [density, random]
      prune:
        metric: rank-average
        keep: hard
        keep_fraction: 0.5
        balance: {by: label, floor: 0.5}
      publish: {release: v1, min_rows: 10}
      """;

  private static final List<String> PIECES =
      List.of(
          "\t",
          "\u0000",
          "\u001b[31m",
          "\ufeff",
          "\u0085",
          "\u2028",
          "\ud800",
          "é",
          "😀",
          "yes",
          "no",
          "NaN",
          ".nan",
          ".inf",
          "-.inf",
          "~",
          "null",
          "017",
          "0o17",
          "0x1F",
          "1:30",
          "1e999999999",
          "1e-999999999",
          "-1e400",
          "9".repeat(500),
          "[",
          "]",
          "{",
          "}",
          "[[[[",
          "{{",
          ": ",
          "- ",
          "-",
          "\n---\n",
          "\n...\n",
          "%YAML 2.0\n---\n",
          "&a ",
          "*a",
          "*d",
          "*nowhere",
          "<<: *d\n",
          "!!binary ",
          "!!python/object:os ",
          "!<x> ",
          "? ",
          "| ",
          ">9\n",
          "'",
          "\"",
          "\"\\x00\"",
          "\"\\ud800\"",
          "\"\\U7fffffff\"",
          "\"\\q\"",
          "${env:DATA}",
          "${env:NOWHERE}",
          "${env:}",
          "${env:a b}",
          "#",
          "@",
          "`",
          "\\",
          "\r",
          "\n",
          " ",
          "  ",
          "s3a://k:pw@bucket/x",
          "a:b",
          ":",
          "//",
          "~/x",
          "..",
          "*",
          "{a,b}".repeat(40),
          "file:",
          "file:///",
          "hdfs:x",
          "[]",
          "{}",
          "''",
          "true",
          "1",
          "0",
          "-1");

  private static final Pattern OF_LIBRARIES =
      Pattern.compile(
          "jackson|snakeyaml|java\\.|Exception|while (parsing|scanning)|found character|in 'reader'"
              + "|expected <|Nesting Depth|JSON|stored recipe");

  private int read;
  private int refused;

  @Test
  void brokenRecipesAreReadOrRefusedInOurWords() {
    Random random = new Random(20);
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder(RECIPE);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutate(text, random);
      }
      byte[] bytes = text.toString().getBytes(charset(random));
      if (random.nextInt(20) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      check(bytes, List.of());
    }
    assertTrue(read > 100 && refused > 1000, read + " were read, " + refused + " refused");
  }

  @Test
  void brokenSetsAreReadOrRefusedInOurWords() {
    Random random = new Random(21);
    List<String> keys = new ArrayList<>();
    keys(Section.top(), keys);
    keys.addAll(
        List.of("embed[0].dim", "embed[9].dim", "embed[1].params.x", "x", "", ".", "prune."));
    byte[] recipe = RECIPE.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3000; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      StringBuilder value = new StringBuilder();
      for (int pieces = random.nextInt(3); pieces >= 0; pieces--) {
        value.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      check(recipe, List.of(random.nextInt(30) == 0 ? value.toString() : key + "=" + value));
    }
    assertTrue(read > 50 && refused > 1000, read + " were read, " + refused + " refused");
  }

  private static void keys(Section section, List<String> keys) {
    for (Section.Entry entry : section.entries()) {
      keys.add(entry.path());
      if (entry.isSection()) {
        keys(Section.of(entry), keys);
      }
    }
  }

  private void check(byte[] recipe, List<String> sets) {
    try {
      new RecipeLoader(Map.of("DATA", "data")::get, Places::unfitHere)
          .load("my.yaml", recipe, sets)
          .forEach(
              loaded -> {
                assertNotNull(loaded.hash());
                assertNotNull(loaded.effective());
                assertNotNull(loaded.recipe().toString());
              });
      read++;
    } catch (RecipeFaults faults) {
      refused++;
      assertEquals(ExitCode.USAGE, faults.exitCode());
      String message = faults.getMessage();
      assertFalse(OF_LIBRARIES.matcher(message).find(), message);
      message
          .codePoints()
          .forEach(c -> assertTrue(c == '\n' || !Character.isISOControl(c), message));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(
          "neither read nor refused: " + sets + "\n" + new String(recipe, StandardCharsets.UTF_8),
          e);
    }
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    switch (random.nextInt(8)) {
      case 0 -> text.insert(at, piece);
      case 1 -> text.deleteCharAt(at);
      case 2 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
      case 3 -> text.setLength(Math.max(1, at));
      case 4 -> text.insert(lineStart(text, at), piece + "\n");
      case 5 -> value(text, at, piece);
      case 6 -> value(text, at, piece + PIECES.get(random.nextInt(PIECES.size())));
      default -> {
        String line = text.substring(lineStart(text, at), lineEnd(text, at)) + "\n";
        text.insert(lineStart(text, random.nextInt(text.length())), line);
      }
    }
  }

  /** Replaces the value of the line. */
  private static void value(StringBuilder text, int at, String value) {
    int colon = text.indexOf(": ", lineStart(text, at));
    if (colon >= 0) {
      text.replace(colon + 2, Math.max(colon + 2, lineEnd(text, colon)), value);
    }
  }

  private static int lineStart(StringBuilder text, int at) {
    return text.lastIndexOf("\n", Math.max(0, at - 1)) + 1;
  }

  private static int lineEnd(StringBuilder text, int at) {
    int end = text.indexOf("\n", at);
    return end < 0 ? text.length() : end;
  }

  private static Charset charset(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> StandardCharsets.UTF_16;
      case 1 -> StandardCharsets.UTF_16LE;
      case 2 -> StandardCharsets.ISO_8859_1;
      case 3 -> Charset.forName("UTF-32");
      default -> StandardCharsets.UTF_8;
    };
  }
}

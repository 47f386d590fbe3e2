package dev.winnow.jobs.recipe.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bounds of recipe files, and faults of their bytes and of their YAML. */
@Tag("line")
class RecipeTextTest {

  private static final String SMALL =
      """
      apiVersion: winnow/v1
      name: small
      warehouse: tables
      input: {format: images, path: /data/photos}
      """;

  private static final String TRANSFORMER = "embed: {encoder: spark-ml, class: a.B, params: %s}\n";

  private static String faults(byte[] content) {
    RecipeFaults e =
        assertThrows(
            RecipeFaults.class,
            () -> new RecipeLoader(name -> null).load("my.yaml", content, List.of()));
    return e.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }

  private static String faults(String yaml) {
    return faults(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void reads(String yaml) {
    new RecipeLoader(name -> null)
        .load("my.yaml", yaml.getBytes(StandardCharsets.UTF_8), List.of());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    reads("\ufeff" + SMALL);
    assertEquals(
        "my.yaml:5:1: nam is an unknown key; did you mean name?",
        faults("\ufeff" + SMALL + "nam: x\n"));
  }

  @Test
  void otherEncodingsAreNamed() {
    assertEquals(
        "my.yaml:1:1: the file must be UTF-8, but it is UTF-16; save it as UTF-8",
        faults(SMALL.getBytes(StandardCharsets.UTF_16)));
    assertEquals(
        "my.yaml:1:1: the file must be UTF-8, but it is UTF-16; save it as UTF-8",
        faults(SMALL.getBytes(StandardCharsets.UTF_16LE)));
    assertEquals(
        "my.yaml:1:1: the file must be UTF-8, but it is UTF-32; save it as UTF-8",
        faults(SMALL.getBytes(Charset.forName("UTF-32"))));
    assertEquals(
        "my.yaml:5:6: the file must be UTF-8, but byte 0xE9 here is not; save the file as UTF-8",
        faults((SMALL + "# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void controlCharactersAreFaultsAndEscapesOfThemAreShownEscaped() {
    assertEquals(
        "my.yaml:5:4: the file must be text, but it has the character U+001B here; remove it, or"
            + " write it as an escape in double quotes",
        faults(SMALL + "# a\u001b[31m\n"));
    assertEquals(
        "my.yaml:2:7: name must match [a-z0-9][a-z0-9._-]{0,127}, got a\\u001B[31m",
        faults(SMALL.replace("small", "\"a\\e[31m\"")));
    assertEquals(
        "my.yaml:4:25: input.path must hold no character U+0000, which no file system allows",
        faults(SMALL.replace("/data/photos", "\"/a\\0b\"")));
  }

  @Test
  void aFileOfMoreThanAMegabyteIsRefused() {
    assertEquals(
        "my.yaml: the file must have at most 1000000 bytes, but it has more; a recipe names data,"
            + " it does not hold them",
        faults(SMALL + "#".repeat(1_000_000)));
    reads(SMALL + "#".repeat(900_000));
  }

  @Test
  void levelsDocumentsAndValuesAreBounded() {
    assertEquals(
        "my.yaml:5:79: sections and lists must nest at most 30 levels deep",
        faults(SMALL + TRANSFORMER.formatted("{a: " + "[".repeat(400_000))));
    assertEquals(
        "my.yaml:500:1: a file must have at most 100 documents, but has more",
        faults((SMALL + "---\n").repeat(1000)));
    assertTrue(
        faults(SMALL + TRANSFORMER.formatted("{a: [" + "1,".repeat(60_000) + "]}"))
            .endsWith("a file must have at most 50000 values, but has more"));
  }

  @Test
  void aliasesRepeatABoundedNumberOfValues() {
    reads(SMALL + "dedup: {invariances: &i [mirror]}\n" + "---\n" + SMALL);
    String laughs =
        IntStream.range(1, 28)
            .mapToObj(i -> "    b" + i + ": &b" + i + " [*b" + (i - 1) + ", *b" + (i - 1) + "]\n")
            .collect(Collectors.joining());
    String head = SMALL + "embed:\n  encoder: spark-ml\n  class: a.B\n  params:\n";
    assertEquals(
        "my.yaml:24:10: aliases must repeat at most 50000 values, but repeat more",
        faults(head + "    b0: &b0 [1]\n" + laughs));
    String levels =
        IntStream.range(1, 1000)
            .mapToObj(i -> "    b" + i + ": &b" + i + " [*b" + (i - 1) + "]\n")
            .collect(Collectors.joining());
    assertEquals(
        "my.yaml:38:10: aliases must nest at most 30 levels deep",
        faults(head + "    b0: &b0 [1]\n" + levels));
    assertEquals(
        "my.yaml:9:8: an alias must not name a value that contains it",
        faults(head + "    a: &a [*a]\n"));
  }

  @Test
  void keysAreNotMergedAndValuesHaveNoTags() {
    assertEquals(
        "my.yaml:6:21: prune.<< must be absent, because keys are not merged; repeat them, or give a"
            + " whole section by an alias, such as prune: *same",
        faults(SMALL + "dedup: &d {exact: true}\nprune: {keep: hard, <<: *d}\n"));
    assertEquals(
        "my.yaml:2:7: a value must have no tag, got tag:yaml.org,2002:binary; remove the tag",
        faults(SMALL.replace("small", "!!binary aGk=")));
  }

  @Test
  void faultsOfYamlAreInOurWords() {
    assertEquals(
        "my.yaml:6:1: the file must be YAML: a tab begins a value or indents a line; use spaces",
        faults(SMALL + "prune:\n\tkeep: hard\n"));
    assertEquals(
        "my.yaml:5:12: the file must be YAML: a second key on this line, or a deeper indentation"
            + " than its section has; put a value with a colon into quotes",
        faults(SMALL + "prune: keep: hard\n"));
    assertEquals(
        "my.yaml:6:1: the file must be YAML: a list in [] lacks a comma or its closing bracket",
        faults(SMALL + "score: {metrics: [density\n"));
    assertEquals(
        "my.yaml:5:8: the file must be YAML: an alias without an anchor before it; write the value"
            + " out",
        faults(SMALL + "prune: *same\n"));
  }

  @Test
  void allDocumentsBeforeAFaultOfYamlAreChecked() {
    assertEquals(
        "my.yaml:2:1: nam is an unknown key; did you mean name?\n"
            + "my.yaml:1:1: name is missing: Name of the recipe, in run, release and the folder of"
            + " the tables.\n"
            + "my.yaml:11:1: the file must be YAML: a value or a closing bracket is missing here",
        faults(SMALL.replace("name", "nam") + "---\n" + SMALL + "score: [\n"));
  }

  @Test
  void aMessageListsAHundredFaultsAndCountsTheOthers() {
    String keys =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "keep_fractio" + i + ": 1\n")
            .collect(Collectors.joining());
    RecipeFaults e =
        assertThrows(
            RecipeFaults.class,
            () -> new RecipeLoader(name -> null).load("my.yaml", SMALL + keys, List.of()));
    assertEquals(20_000, e.faults().size());
    assertEquals(102, e.getMessage().lines().count());
    assertTrue(e.getMessage().endsWith("\n  and 19900 more"), e.getMessage());
  }

  @Test
  void emptyDocumentsHoldNoRecipe() {
    assertEquals("my.yaml: the file must hold a recipe, but it is empty", faults("# nothing\n"));
    assertEquals("my.yaml: the file must hold a recipe, but it is empty", faults("---\n---\n"));
    reads("---\n" + SMALL + "---\n");
  }
}

package dev.winnow.jobs.cli;

import static dev.winnow.jobs.support.CommandRun.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.support.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that a recipe names: {@code validate} warns, {@code run} and its dry run refuse. */
class PlacesTest {

  @TempDir private Path folder;
  private Path recipe;

  @BeforeEach
  void writeRecipe() throws IOException {
    Files.createDirectory(folder.resolve("in"));
    Files.writeString(folder.resolve("in/docs.jsonl"), "{\"text\": \"one word and another\"}\n");
    recipe = folder.resolve("my.yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: my\nwarehouse: %s\ninput: {format: jsonl, path: %s}\n"
            .formatted(folder.resolve("tables"), folder.resolve("in/docs.jsonl")));
  }

  private CommandRun validate(String set) {
    return run("validate", recipe.toString(), "--set", set);
  }

  private CommandRun dryRun(String set) {
    return run("run", recipe.toString(), "--dry-run", "--set", set);
  }

  @Test
  void placesThatAreThereAreSilent() {
    CommandRun validate = validate("seed=1");
    assertEquals(0, validate.code());
    assertEquals("", validate.err());
    CommandRun dryRun = dryRun("seed=1");
    assertEquals(0, dryRun.code(), dryRun.err());
    assertEquals("", dryRun.err());
    assertFalse(Files.exists(folder.resolve("tables")));
  }

  @Test
  void anAbsentInputIsAWarningOrThree() {
    String absent = folder.resolve("absent").toString();
    String message = "input.path must exist, " + absent + " does not";
    assertWarning(message, 3, validate("input.path=" + absent));
    assertRefusal(message, 3, dryRun("input.path=" + absent));
    // A session would be announced on standard error, before the refusal.
    assertRefusal(message, 3, run("run", recipe.toString(), "--set", "input.path=" + absent));
    assertWarning(
        "input.path must exist, " + absent + "/*.jsonl does not",
        3,
        validate("input.path='" + absent + "/*.jsonl'"));
    assertEquals("", validate("input.path='" + folder + "/in/*.jsonl'").err());
  }

  @Test
  void aFolderWithoutFilesOfTheFormatIsThreeForTheDryRun() {
    CommandRun dryRun = dryRun("input={format: csv, path: " + folder + "/in}");
    assertEquals(3, dryRun.code());
    assertTrue(dryRun.err().contains("input.path must hold files of format csv"), dryRun.err());
  }

  @Test
  void anAbsentModelIsAWarningOrThreeBeforeSparkStarts() {
    String embed = "embed={encoder: djl, model: " + folder + "/model}";
    String message = "embed.model must exist, " + folder + "/model does not";
    assertWarning(message, 3, validate(embed));
    assertRefusal(message, 3, dryRun(embed));
    assertRefusal(message, 3, run("run", recipe.toString(), "--quiet", "--set", embed));
  }

  @Test
  void absentPrototypesAndHeldOutExamplesAreNamed() {
    assertWarning(
        "cluster.prototypes must exist, " + folder + "/p.npy does not",
        3,
        validate("cluster.prototypes=" + folder + "/p.npy"));
    assertRefusal(
        "dedup.exclude.path must exist, " + folder + "/h.npy does not",
        3,
        dryRun("dedup.exclude.path=" + folder + "/h.npy"));
  }

  @Test
  void aWarehouseThatCannotBeAFolderIsAWarningOrFive() {
    Path file = folder.resolve("my.yaml");
    String message = "warehouse must be a folder, " + file + " is a file; name another folder";
    assertWarning(message, 5, validate("warehouse=" + file));
    assertRefusal(message, 5, dryRun("warehouse=" + file));
    assertRefusal(
        "warehouse must be writable, "
            + file
            + "/below is not; name another folder, or change the rights of this one",
        5,
        run("run", recipe.toString(), "--quiet", "--set", "warehouse=" + file + "/below"));
  }

  @Test
  void aFileSystemThatIsNotThereIsDescribedInOurWords() {
    assertEquals("", validate("warehouse=nofs://bucket/tables").err());
    assertRefusal(
        "warehouse must be within reach, nofs://bucket/tables is not: there is no file system for"
            + " its scheme; add the jar of one with --packages",
        5,
        dryRun("warehouse=nofs://bucket/tables"));
    assertRefusal(
        "input.path must be readable, nofs://bucket/a is not: there is no file system for its"
            + " scheme; add the jar of one with --packages",
        3,
        dryRun("input.path=nofs://bucket/a"));
  }

  @Test
  void tablesOfAnEarlierDocumentAreTakenToBeThere() throws IOException {
    String first = Files.readString(recipe);
    Files.writeString(
        recipe,
        first
            + "---\n"
            + first.replace("name: my", "name: next")
            + "dedup: {exclude: {path: "
            + folder.resolve("tables/my/embeddings")
            + "}}\n");
    assertEquals("", validate("seed=1").err());
    CommandRun dryRun = dryRun("seed=1");
    assertEquals(0, dryRun.code(), dryRun.err());
  }

  @Test
  void anAbsentPlaceOfALaterDocumentIsRefusedBeforeTheFirstRuns() throws IOException {
    String first = Files.readString(recipe);
    Files.writeString(
        recipe,
        first
            + "---\n"
            + first.replace("name: my", "name: next")
            + "embed: {encoder: djl, model: /no/model.onnx}\n");
    CommandRun refused = run("run", recipe.toString(), "--quiet");
    assertRefusal("embed.model must exist, /no/model.onnx does not", 3, refused);
    assertFalse(Files.exists(folder.resolve("tables")));
  }

  @Test
  void tenAbsentPathsOfTheInputAreNamed() {
    String paths =
        IntStream.range(0, 5000).mapToObj(i -> "/no/a" + i).collect(Collectors.joining(", "));
    CommandRun validate = validate("input.path=[" + paths + "]");
    assertEquals(0, validate.code());
    assertEquals(11, validate.err().lines().count());
    assertTrue(
        validate.err().contains("input.path must exist, its last 4990 paths were not looked at"),
        validate.err());
  }

  @Test
  void aVariableOfThePathIsShownByItsName() throws IOException {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getValue().matches("/?[A-Za-z0-9.]{4,}"))
            .filter(entry -> entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*"))
            .findFirst()
            .orElseThrow();
    String path = "/no/${env:" + variable.getKey() + "}/a";
    Files.writeString(
        recipe,
        Files.readString(recipe)
            .replace("path: " + folder.resolve("in/docs.jsonl"), "path: '" + path + "'"));
    assertWarning("input.path must exist, " + path + " does not", 3, validate("seed=1"));
    assertRefusal("input.path must exist, " + path + " does not", 3, dryRun("seed=1"));
  }

  @Test
  void allUnfitPlacesAreNamedTogether() {
    CommandRun dryRun =
        run(
            "run",
            recipe.toString(),
            "--dry-run",
            "--set",
            "input.path=/no/a",
            "--set",
            "cluster.prototypes=/no/b");
    assertEquals(3, dryRun.code());
    assertEquals(
        "winnow: the recipe names 2 places that are unfit\n"
            + "  input.path must exist, /no/a does not\n"
            + "  cluster.prototypes must exist, /no/b does not\n",
        dryRun.err());
  }

  @Test
  void aRecipeThatIsNoFileIsThree() throws IOException {
    assertRefusal(
        "recipe file must exist, got " + folder + "/no.yaml; give the path or URI of a YAML file",
        3,
        run("validate", folder + "/no.yaml"));
    assertRefusal(
        "recipe file must be a file, got the folder " + folder + "; name a file in it",
        3,
        run("validate", folder.toString()));
    assertRefusal(
        "recipe file must exist, got -; standard input is not read, so write it to a file",
        3,
        run("validate", "-"));
    assertRefusal(
        "recipe file must be readable, got nofs://a/b: there is no file system for its scheme; add"
            + " the jar of one with --packages",
        3,
        run("validate", "nofs://a/b"));
  }

  private static void assertWarning(String message, int code, CommandRun validate) {
    assertEquals(0, validate.code(), validate.err());
    assertEquals(
        "winnow: warning: " + message + "; a run would end with exit code " + code + "\n",
        validate.err());
  }

  private static void assertRefusal(String message, int code, CommandRun refused) {
    assertEquals("winnow: " + message + "\n", refused.err());
    assertEquals(code, refused.code());
  }
}

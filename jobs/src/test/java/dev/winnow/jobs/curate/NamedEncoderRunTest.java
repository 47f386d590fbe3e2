package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.FetchedModels;
import dev.winnow.transforms.TinyModels;
import dev.winnow.transforms.embed.known.KnownModels;
import dev.winnow.transforms.embed.known.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a text encoder, by its name or by its folder. */
class NamedEncoderRunTest {

  private static final String NAME = "all-minilm-l6-v2-q";

  @TempDir private static Path folder;

  private final String before = System.getProperty(ModelStore.PROPERTY);

  @BeforeAll
  static void writeTexts() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String text :
        List.of("rain in the garden", "a storm of rain", "soup of onion", "the soup pan")) {
      lines.append("{\"id\": \"%s\", \"text\": \"%s\"}\n".formatted(text.hashCode(), text));
    }
    Files.writeString(folder.resolve("texts.jsonl"), lines);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(ModelStore.PROPERTY);
    } else {
      System.setProperty(ModelStore.PROPERTY, before);
    }
  }

  private static String recipe(String name, String model) {
    return """
    apiVersion: winnow/v1
    name: %s
    warehouse: %s
    input: {format: jsonl, path: %s, id: id, content: text}
    embed: {encoder: djl, device: cpu, model: %s}
    cluster: {k: 2, iterations: 1}
    """
        .formatted(name, folder.resolve("tables"), folder.resolve("texts.jsonl"), model);
  }

  private static List<Row> embedded(String name) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), "embeddings")
        .orderBy("id")
        .select("id", "encoder", "embedding")
        .collectAsList();
  }

  @Test
  void aNameAndTheFolderOfItsModelAreTheSameEncoder() throws Exception {
    ModelStore store = FetchedModels.store(NAME, folder.resolve("models"));
    System.setProperty(ModelStore.PROPERTY, store.folder().toString());
    WholeRuns.embed(recipe("by_name", NAME));
    List<Row> byName = embedded("by_name");
    assertEquals(4, byName.size());
    assertTrue(byName.get(0).getString(1).startsWith("djl-" + NAME + "-"), byName.toString());
    Path place = store.place(KnownModels.find(NAME).orElseThrow());
    WholeRuns.embed(recipe("by_folder", place.toString()));
    assertEquals(byName, embedded("by_folder"));
  }

  @Test
  void theCardSaysThePoolingAndWhereItComesFrom() throws Exception {
    Path model = TinyModels.texts(folder.resolve("tiny"));
    String assumed = "pooling mean (assumed, because no file of the model names the pooling)";
    assertEquals(
        assumed + "; at most 256 tokens (assumed, because no file of the model says it)",
        line(WholeRuns.run(recipe("assumed", model.toString()))));
    Files.createDirectories(model.resolve("1_Pooling"));
    Files.writeString(model.resolve("1_Pooling/config.json"), "{\"pooling_mode_cls_token\": true}");
    assertTrue(
        line(WholeRuns.run(recipe("said", model.toString())))
            .startsWith("pooling cls (1_Pooling/config.json); "));
  }

  private static String line(RunReport report) {
    return report
        .card()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("encoder "))
        .findFirst()
        .orElseThrow()
        .replaceFirst("encoder +", "");
  }

  @Test
  void aModelThatIsNotFetchedOrNotKnownEndsARunAndADryRunWithThree() throws Exception {
    System.setProperty(ModelStore.PROPERTY, folder.resolve("empty").toString());
    Path file = folder.resolve("recipe.yaml");
    for (String command : List.of("run", "run --dry-run", "embed")) {
      Files.writeString(file, recipe("none", "e5-small-v2"));
      CommandRun run = CommandRun.run((command + " " + file).split(" "));
      assertEquals(
          "winnow: embed.model e5-small-v2 is not in "
              + folder.resolve("empty")
              + "; fetch it (133 MB) by: ./winnow models fetch e5-small-v2\n",
          run.err());
      assertEquals(3, run.code());
      Files.writeString(file, recipe("none", "minilm"));
      run = CommandRun.run((command + " " + file).split(" "));
      assertEquals(3, run.code());
      assertTrue(run.err().contains("got minilm; the names are all-minilm-l6-v2,"), run.err());
    }
  }

  @Test
  void aPromptBesideAPrefixIsAFaultOfTheRecipe() throws Exception {
    Path file = folder.resolve("both.yaml");
    Files.writeString(file, recipe("both", "/models/e5, prefix: \"query: \", prompt: query"));
    CommandRun run = CommandRun.run("validate", file.toString());
    assertEquals(2, run.code());
    assertTrue(
        run.err().contains("embed.prompt must be absent beside embed.prefix, which replaces it"),
        run.err());
  }

  @Test
  void theCommandListsTheModelsAndWhereTheyAre() throws Exception {
    System.setProperty(ModelStore.PROPERTY, folder.resolve("empty").toString());
    CommandRun run = CommandRun.run("models");
    assertEquals(0, run.code());
    assertEquals(1 + KnownModels.all().size(), run.out().lines().count());
    assertTrue(
        run.out()
            .contains("e5-small-v2-q                384    34 MB  English    MIT          no\n"),
        run.out());
    assertEquals(2, CommandRun.run("models", "fetch", "minilm").code());
    Path page = Files.writeString(folder.resolve("page.jar"), "<html>not found</html>");
    CommandRun refused =
        CommandRun.run("models", "fetch", "e5-small-v2-q", "--jar", page.toString());
    assertEquals(4, refused.code());
    assertTrue(refused.err().contains(page + " is no jar; delete it"), refused.err());
  }
}

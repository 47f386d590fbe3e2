package dev.winnow.jobs.init;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.cli.WinnowCommand;
import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.exit.Failure;
import dev.winnow.jobs.recipe.EncoderKind;
import dev.winnow.jobs.recipe.Input;
import dev.winnow.jobs.recipe.Recipe;
import dev.winnow.jobs.recipe.read.RecipeLoader;
import dev.winnow.transforms.ingest.Modality;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRecipeTest {

  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16};

  @TempDir private Path folder;

  private Recipe recipe(Path path) {
    String yaml = FirstRecipe.of(new Configuration(), path.toString(), null, null).yaml();
    return new RecipeLoader(name -> null).load("recipe.yaml", yaml, List.of()).get(0).recipe();
  }

  private Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private Path parquet(String name, List<Group> rows, MessageType schema) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  @Test
  void columnsOfJsonLinesAreChosenByNameAndValues() throws IOException {
    Input input =
        recipe(
                write(
                    "my docs.jsonl",
                    "{broken",
                    "{\"n\": 1, \"meta\": {\"id\": \"a\"}, \"body\": \"some words\", \"class\": 1}",
                    "{\"n\": 1, \"meta\": {\"id\": \"b\"}, \"body\": \"other words\", \"class\":"
                        + " 2}"))
            .input();

    assertEquals(InputFormat.JSONL, input.format());
    assertEquals("body", input.content());
    assertEquals("meta.id", input.id());
    assertEquals("class", input.label());
    assertTrue(input.maxQuarantine() > 1 / 3.0);
  }

  @Test
  void anIdWhoseValuesRepeatIsNotChosen() throws IOException {
    Input input =
        recipe(write("a.jsonl", "{\"id\": 1, \"text\": \"x y\"}", "{\"id\": 1, \"text\": \"z a\"}"))
            .input();

    assertNull(input.id());
    assertEquals("text", input.content());
  }

  @Test
  void aCsvOfExcelGivesItsDelimiterAndColumns() throws IOException {
    Input input =
        recipe(write("a.csv", "\uFEFFid;text;label", "1;\"one; two\";x", "2;three four;y")).input();

    assertEquals(";", input.delimiter());
    assertEquals("id", input.id());
    assertEquals("text", input.content());
  }

  @Test
  void aCsvOfOldWindowsGivesItsEncoding() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "id,text\n1,caf\u00e9 au lait\n".getBytes("windows-1252"));

    assertEquals("windows-1252", recipe(file).input().encoding());
  }

  @Test
  void aStructWithBytesIsAnImage() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional group image { optional binary bytes;"
                + " optional binary path (UTF8); } optional int64 label; }");
    List<Group> rows =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  Group row = new SimpleGroup(schema);
                  row.addGroup("image").append("bytes", Binary.fromConstantByteArray(JPEG));
                  return row.append("label", (long) (i % 2));
                })
            .collect(Collectors.toList());
    Recipe recipe = recipe(parquet("hub/train.parquet", rows, schema).getParent());

    assertEquals(Modality.IMAGE, recipe.input().modality());
    assertEquals("image", recipe.input().content());
    assertEquals("label", recipe.input().label());
    assertNotNull(recipe.prune().balance());
    assertEquals(EncoderKind.PATCH_KMEANS, recipe.embed().get(0).encoder());
  }

  @Test
  void listsOfNumbersAreEmbeddings() throws IOException {
    Recipe recipe = recipe(vectors("v.parquet"));

    assertEquals(Modality.EMBEDDING, recipe.input().modality());
    assertEquals("emb", recipe.input().content());
    assertEquals("uid", recipe.input().id());
    assertEquals(EncoderKind.COLUMN, recipe.embed().get(0).encoder());
    assertNull(recipe.dedup().near());
  }

  private Path vectors(String name) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional binary uid (UTF8); optional group emb (LIST) {"
                + " repeated group list { optional float element; } } }");
    Group row = new SimpleGroup(schema).append("uid", "a");
    Group list = row.addGroup("emb");
    for (int i = 0; i < 16; i++) {
      list.addGroup("list").append("element", 0.5f);
    }
    return parquet(name, List.of(row), schema);
  }

  @Test
  void aDeltaTableIsReadByItsLog() throws IOException {
    Path table = vectors("table/part-0.parquet").getParent();
    write(
        "table/_delta_log/00000000000000000000.json",
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
        "{\"metaData\":{\"id\":\"x\",\"schemaString\":\"{\\\"type\\\":\\\"struct\\\","
            + "\\\"fields\\\":[]}\"}}",
        "{\"add\":{\"path\":\"part-0.parquet\",\"size\":1,\"stats\":\"{\\\"numRecords\\\":1}\"}}");
    FirstRecipe found = FirstRecipe.of(new Configuration(), table.toString(), null, null);

    assertTrue(found.yaml().contains("format: delta"), found.yaml());
    assertTrue(found.yaml().contains("content: emb"), found.yaml());
    assertTrue(found.summary().get(0).contains(": 1 rows"), found.summary().get(0));
  }

  @Test
  void parentFoldersOfPicturesAreLabels() throws IOException {
    for (String name : List.of("cat/1.jpg", "cat/2.jpg", "dog/1.jpg", "dog/2.jpg", "list.txt")) {
      Path file = folder.resolve("pets/" + name);
      Files.createDirectories(file.getParent());
      Files.write(file, JPEG);
    }
    Recipe recipe = recipe(folder.resolve("pets"));

    assertEquals("pets", recipe.name());
    assertNull(recipe.input().label());
    assertNotNull(recipe.prune().balance());
    assertEquals(0.05, recipe.input().maxQuarantine());
  }

  @Test
  void hostileNamesAreQuotedAndNothingIsSubstituted() throws IOException {
    Path hostile = folder.resolve("a: #'\"\n- ${env:HOME} [x] *");
    Files.createDirectories(hostile);
    Files.write(hostile.resolve("1.jpg"), JPEG);
    Recipe recipe = recipe(hostile);

    assertEquals("a-env-home-x", recipe.name());
    assertEquals(
        1,
        InputFiles.list(new Configuration(), InputFormat.IMAGES, recipe.input().path())
            .files()
            .size());
  }

  @Test
  void hostileColumnsAreQuotedOrPassedOver() throws IOException {
    Input input =
        recipe(
                write(
                    "a.jsonl",
                    "{\"${env:HOME}\": \"long long long text\", \"a: b # c\\n'd\": \"two words\"}"))
            .input();

    assertEquals("a: b # c\n'd", input.content());
  }

  @Test
  void aPathWithoutRowsIsRefusedWithTheRemedy() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    write("texts/a.txt", "hello");
    write("numbers.csv", "a,b", "1,2", "3,4");
    write("array.json", "[{\"text\": \"x\"}]");

    refused("absent", "PATH must exist");
    refused("empty", "is empty");
    refused("texts", "holds 1 .txt");
    refused("numbers.csv", "must have a column of texts");
    refused("array.json", "jq -c");
  }

  private void refused(String name, String words) {
    Failure failure = assertThrows(Failure.class, () -> recipe(folder.resolve(name)));
    assertEquals(ExitCode.INPUT, failure.exitCode());
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
  }

  @Test
  void anOutputThatExistsIsReplacedOnlyByForce() throws IOException {
    Path input = write("docs.jsonl", "{\"text\": \"some words\"}");
    Path output = write("mine.yaml", "mine");
    String[] init = {"init", input.toString(), "--output", output.toString()};

    assertEquals(ExitCode.CONFLICT.code(), execute(init));
    assertEquals("mine\n", Files.readString(output));
    assertEquals(0, execute(init[0], init[1], init[2], init[3], "--force"));
    assertTrue(Files.readString(output).contains("name: docs"));
  }

  @Test
  void aDashPrintsTheRecipeAlone() throws IOException {
    Path input = write("docs.jsonl", "{\"text\": \"some words\"}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WinnowCommand.execute(
        new String[] {"init", input.toString(), "--output", "-"},
        new PrintStream(out, true, UTF_8),
        System.err);

    assertEquals(
        1, new RecipeLoader(name -> null).load("x", out.toString(UTF_8), List.of()).size());
  }

  private static int execute(String... args) {
    PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    return WinnowCommand.execute(args, none, none);
  }
}

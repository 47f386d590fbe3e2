package dev.winnow.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.exit.ExitCode;
import dev.winnow.jobs.support.CommandRun;
import dev.winnow.transforms.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs that can't be read as the recipe says. No fault of an input is an internal one, and no
 * message has words of a library.
 */
class BadInputsTest {

  private static final Pattern LIBRARY =
      Pattern.compile(
          "org\\.apache|io\\.delta|com\\.fasterxml|java\\.|Exception|SQLSTATE|\\[[A-Z]+_[A-Z_]+"
              + "|winnow-listed");

  @TempDir private Path folder;

  private Path in(String name) throws IOException {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  private void text(String name, String content) throws IOException {
    Files.writeString(in(name), content);
  }

  private Path parquet(String name, String columns, Object... values) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
    Path file = in(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      for (int row = 0; row < 50; row++) {
        Group group = new SimpleGroup(schema);
        for (int i = 0; i < values.length; i++) {
          if (values[i] instanceof Integer number) {
            group.add(i, number + row);
          } else {
            group.add(i, values[i] + " " + row);
          }
        }
        writer.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    return file;
  }

  private static final String GOOD = "required binary id (STRING); required binary text (STRING);";

  private Path delta() throws IOException {
    Path table = in("table");
    for (int part = 0; part < 2; part++) {
      LocalSpark.session()
          .range(0, 20, 1, 1)
          .selectExpr("concat('r', id, '-" + part + "') AS id", "concat('text ', id) AS text")
          .write()
          .format("delta")
          .mode(SaveMode.Append)
          .save(table.toString());
    }
    return table;
  }

  /** Runs stage ingest. Asserts the exit code, and that the message is one line of our own. */
  private String refused(int code, String input, String... words) throws IOException {
    Path recipe = folder.resolve("bad.yaml");
    Files.writeString(
        recipe,
        """
        apiVersion: winnow/v1
        name: bad
        warehouse: %s
        input: {path: %s, modality: text, %s}
        embed: {dim: 8}
        cluster: {k: 3}
        """
            .formatted(
                folder.resolve("tables"),
                input.contains("path:") ? "x" : folder.resolve("in"),
                input)
            .replace("path: x, ", ""));
    CommandRun run = CommandRun.run("ingest", recipe.toString(), "--quiet");
    assertEquals(code, run.code(), input + ": " + run.err());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("winnow: ")).toList();
    assertEquals(1, lines.size(), run.err());
    // Only a gate has further lines, which are indented: the rows behind it.
    List<String> further = run.err().lines().filter(line -> !lines.contains(line)).toList();
    assertEquals(code == 4, !further.isEmpty(), run.err());
    assertTrue(further.stream().allMatch(line -> line.startsWith("  ")), run.err());
    assertFalse(LIBRARY.matcher(run.err()).find(), run.err());
    for (String word : words) {
      assertTrue(run.err().contains(word), word + " in " + run.err());
    }
    return run.err();
  }

  private static final String PARQUET = "format: parquet, id: id";

  @Test
  void columnsThatDifferBetweenFilesAreNamedWithTheirFile() throws Exception {
    parquet("a.parquet", GOOD, "id", "text");
    Path other =
        parquet("b.parquet", "required binary id (STRING); required int32 text;", "other", 1);
    refused(3, PARQUET, "column text of file:" + other + " must be a string", "got int32");
    Files.delete(other);
    other = parquet("b.parquet", GOOD.replace(" id ", " ID "), "other", "text");
    refused(3, PARQUET, "the columns of file:" + other + " are ID, text", "write ID");
    Files.delete(other);
    other = parquet("b.parquet", "required binary id (STRING);", "other");
    refused(3, PARQUET, "input.content must name a column", "got text", other + " are id");
  }

  @Test
  void namesThatDifferInCaseInsideOfStructsCostNothing() throws Exception {
    parquet(
        "a.parquet", GOOD + " optional group m { optional int32 a; optional int32 A; }", "i", "t");
    Path recipe = folder.resolve("good.yaml");
    Files.writeString(
        recipe,
        "apiVersion: winnow/v1\nname: good\nwarehouse: "
            + folder.resolve("tables")
            + "\ninput: {path: "
            + folder.resolve("in")
            + ", modality: text, format: parquet, id: id}\nembed: {dim: 8}\ncluster: {k: 3}\n");
    CommandRun run = CommandRun.run("ingest", recipe.toString(), "--quiet");
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void damagedDataNamesItsFile() throws Exception {
    Path file = parquet("a.parquet", GOOD, "id", "text");
    byte[] bytes = Files.readAllBytes(file);
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, 4, 60, (byte) 0xff);
    Files.write(file, damaged);
    refused(3, PARQUET, "file file:" + file + " must be readable", "write it again");
    // Files without a readable footer are refused rows, and the gate says where their codes are.
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    refused(4, PARQUET, "quarantined share must be at most", "all of them are in");
    bytes[bytes.length - 1] = 'E';
    Files.write(file, bytes);
    refused(4, PARQUET, "quarantined share must be at most");
    Files.write(file, new byte[0]);
    refused(3, PARQUET, "holds none", "1 because");
  }

  @Test
  void aDeltaTableIsNoFolderOfParquetFilesNorTheReverse() throws Exception {
    Path table = delta();
    refused(3, PARQUET, table + " is a Delta table", "set input.format: delta");
    Files.move(table.resolve("_delta_log"), folder.resolve("log"));
    refused(
        3,
        "path: " + table + ", format: delta, id: id",
        table + " is not",
        "set input.format: parquet");
  }

  @Test
  void aLostFileOfADeltaTableIsNamed() throws Exception {
    Path table = delta();
    String input = "path: " + table + ", format: delta, id: id";
    try (Stream<Path> files = Files.list(table)) {
      Files.delete(
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().get(0));
    }
    refused(3, input, "file file:" + table + "/part-", "it does not exist", "input.version");
    Files.writeString(table.resolve("_delta_log/00000000000000000001.json"), "{\"commitInfo\": ");
    refused(3, input, "table file:" + table + " must have a log", "damaged");
  }

  @Test
  void aTableOfANewerDeltaIsRefused() throws Exception {
    Path table = delta();
    Files.writeString(
        table.resolve("_delta_log/00000000000000000002.json"),
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"fromTheFuture\"],\"writerFeatures\":[\"fromTheFuture\"]}}\n");
    refused(
        3,
        "path: " + table + ", format: delta, id: id",
        "table file:" + table + " must have a log that this Delta reads",
        "needs a newer Delta");
  }

  @Test
  void aFieldThatNoLineHasIsNamedWithTheFieldsThatThereAre() throws Exception {
    text("a.jsonl", "{\"id\": 1, \"body\": \"t\", \"meta\": {\"text\": \"u\"}}\nno json\n");
    refused(
        3,
        "format: jsonl, id: id",
        "input.content must name a field of the lines, got text",
        "none of 1 lines has",
        "are body, id, meta");
    refused(3, "format: jsonl, id: ID, content: body", "got ID", "write id");
    refused(3, "format: jsonl, id: id, content: meta.body", "got meta.body");
    text("a.jsonl", "[{\"id\": 1, \"text\": \"t\"}]\n");
    refused(4, "format: jsonl, id: id", "quarantined share");
  }

  @Test
  void aFileThatSparkFailsOnInALaterStageIsNamedToo() {
    ExitCodes.Verdict verdict =
        ExitCodes.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 9.0 failed 4 times (TID 3)"
                    + " (10.0.0.7 executor 1): org.apache.spark.SparkException:"
                    + " [FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file"
                    + " file:/data/a.parquet. File does not exist.\n\tat org.apache.spark.X"));
    assertEquals(ExitCode.INPUT, verdict.code());
    assertTrue(
        verdict.message().startsWith("file file:/data/a.parquet must be readable, it does not"),
        verdict.message());
    assertFalse(LIBRARY.matcher(verdict.message()).find(), verdict.message());
  }

  @Test
  void pathsThatLeadNowhereAreNamed() throws Exception {
    refused(3, "path: /no/such/folder, format: parquet, id: id", "/no/such/folder does not");
    refused(3, "path: \"nowhere://x/y\", format: parquet, id: id", "nowhere://x/y is not");
    refused(3, "path: \"s3a://no-bucket/y\", format: parquet, id: id", "s3a://no-bucket/y is not");
    text("a.csv", "id,body\nx,y\n");
    refused(3, "format: csv, id: id", "input.content must name a column", "are id, body");
    Files.write(in("b.parquet"), "PAR1".getBytes(StandardCharsets.UTF_8));
    refused(4, PARQUET, "quarantined share");
  }
}

package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads lines as Python, pandas and browsers write them. */
@Tag("line")
class JsonLinesTest {

  @TempDir private Path folder;

  private InputSpec spec() {
    return InputSpec.of(
        InputFormat.JSONL,
        List.of(folder.toString()),
        Modality.TEXT,
        "id",
        "text",
        "label",
        CopyContent.AUTO);
  }

  private static List<Row> read(InputSpec spec) {
    return new RowChecks(spec)
        .apply(
            new RawReader(spec)
                .read(
                    LocalSpark.session(),
                    InputFiles.list(new Configuration(), spec.format(), spec.paths())))
        .orderBy("path", "position")
        .collectAsList();
  }

  private static List<String> outcomes(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.getAs("code") == null ? "" + row.getAs("claimed_id") : "!" + row.getAs("code"))
        .toList();
  }

  private List<Row> lines(String... lines) throws IOException {
    Files.writeString(folder.resolve("a.jsonl"), String.join("\n", lines));
    return read(spec());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void anUnusedFieldNeverCostsTheRow() throws IOException {
    List<Row> rows =
        lines(
            "{\"id\": \"nan\", \"text\": \"t\", \"score\": NaN}",
            "{\"id\": \"inf\", \"text\": \"t\", \"score\": -Infinity}",
            "{\"id\": \"deep\", \"text\": \"t\", \"m\": "
                + "[".repeat(1500)
                + "]".repeat(1500)
                + "}",
            "{\"id\": \"big\", \"text\": \"t\", \"m\": " + "9".repeat(2000) + "}",
            "{\"id\": \"half\", \"text\": \"t\", \"m\": \"\\ud83d\"}");
    assertEquals(List.of("nan", "inf", "deep", "big", "half"), outcomes(rows));
    assertEquals("{\"score\":\"NaN\"}", rows.get(0).getAs("metadata"));
    assertEquals("{\"score\":\"-Infinity\"}", rows.get(1).getAs("metadata"));
    assertEquals("{\"m\":\"\\uD83D\"}", rows.get(4).getAs("metadata"));
  }

  @Test
  void halfASurrogateIsRefusedInIdsAndLabelsAsInTexts() throws IOException {
    assertEquals(
        List.of("!bad_text", "!bad_text", "!bad_text", "!bad_text", "pair\ud83d\ude00"),
        outcomes(
            lines(
                "{\"id\": \"a\\ud83d\", \"text\": \"t\"}",
                "{\"id\": \"a\\ud83e\", \"text\": \"t\"}",
                "{\"id\": \"b\", \"text\": \"t \\udca4\"}",
                "{\"id\": \"c\", \"text\": \"t\", \"label\": \"\\udfff\"}",
                "{\"id\": \"pair\\ud83d\\ude00\", \"text\": \"t\"}")));
  }

  @Test
  void numbersAsIdsKeepAllTheirDigits() throws IOException {
    assertEquals(
        List.of("9007199254740993", "18446744073709551615", "1".repeat(30), "1.0", "1e3", "true"),
        outcomes(
            lines(
                "{\"id\": 9007199254740993, \"text\": \"t\"}",
                "{\"id\": 18446744073709551615, \"text\": \"t\"}",
                "{\"id\": " + "1".repeat(30) + ", \"text\": \"t\"}",
                "{\"id\": 1.0, \"text\": \"t\"}",
                "{\"id\": 1e3, \"text\": \"t\"}",
                "{\"id\": true, \"text\": \"t\"}")));
  }

  @Test
  void otherFaultsCostTheirOwnLine() throws IOException {
    List<Row> rows =
        lines(
            "\ufeff{\"id\": \"mark\", \"text\": \"t\"}",
            "{\"id\": \"twice\", \"text\": \"first\", \"text\": \"second\"}",
            "{\"id\": null, \"text\": \"t\"}",
            "{\"id\": \"crlf\", \"text\": \"t\"}\r",
            "{\"id\": \"comma\", \"text\": \"t\"},",
            "{\"id\": 'single', \"text\": \"t\"}",
            "{\"id\": \"two\", \"text\": \"t\"}{\"id\": \"more\", \"text\": \"t\"}",
            "",
            "[1, 2]",
            "[{\"id\": \"x\"}]",
            "{\"id\": \"last\", \"text\": \"t\"}");
    assertEquals(
        List.of(
            "mark",
            "twice",
            "!missing_id",
            "crlf",
            "!bad_json",
            "!bad_json",
            "!bad_json",
            "!empty_line",
            "!bad_json",
            "!json_array",
            "last"),
        outcomes(rows));
    assertEquals("second", rows.get(1).getAs("text"));
  }

  @Test
  void aFileThatHoldsNoLinesIsOneRow() throws IOException {
    Files.writeString(
        folder.resolve("a.json"), "\n[\n  {\n    \"id\": \"x\"\n  },\n  {\"id\": \"y\"}\n]\n");
    Files.writeString(folder.resolve("b.json"), "{\n  \"id\": \"x\"\n}\n{\n  \"id\": \"y\"\n}\n");
    Files.write(folder.resolve("c.json"), "{\"id\": \"x\"}\n".getBytes(StandardCharsets.UTF_16));
    Files.write(folder.resolve("d.json"), "{\"id\": \"x\"}\n".getBytes(StandardCharsets.UTF_16LE));
    Files.writeString(folder.resolve("e.json"), "[{\"id\": 1},\n{\"id\": 2}]");
    Files.writeString(folder.resolve("f.json"), "");
    List<Row> rows = read(spec());
    assertEquals(
        List.of("!json_array", "!bad_json", "!bad_utf8", "!bad_utf8", "!json_array"),
        outcomes(rows));
    assertEquals(
        "the file is one JSON array; write one object a line (jq -c '.[]')",
        rows.get(0).getAs("message"));
  }

  @Test
  void aBrokenStreamCostsOneRowAndTheRestOfItsFile() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append("{\"id\": \"cut").append(i).append("\", \"text\": \"row ");
      text.append(Long.toHexString(i * 0x9E3779B97F4A7C15L)).append("\"}\n");
    }
    byte[] whole = gzip(text.toString());
    Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(whole, whole.length - 3000));
    Files.writeString(folder.resolve("plain.jsonl.gz"), "{\"id\": \"x\", \"text\": \"t\"}\n");
    Files.writeString(folder.resolve("good.jsonl"), "{\"id\": \"good\", \"text\": \"t\"}\n");
    List<Row> rows = read(spec());
    List<Row> refused = rows.stream().filter(row -> row.getAs("code") != null).toList();
    assertEquals(
        Map.of("cut.jsonl.gz", "truncated", "plain.jsonl.gz", "corrupt"),
        new TreeMap<>(
            Map.of(
                refused.get(0).<String>getAs("path"), refused.get(0).<String>getAs("code"),
                refused.get(1).<String>getAs("path"), refused.get(1).<String>getAs("code"))));
    assertEquals(2, refused.size());
    long read = rows.stream().filter(row -> row.getAs("path").equals("cut.jsonl.gz")).count() - 1;
    assertTrue(read > 1000 && read < 3000, read + " rows before the cut");
    assertTrue(outcomes(rows).contains("cut" + (read - 1)));
    assertTrue(outcomes(rows).contains("good"));
  }

  @Test
  void aPackedFileUnderAPlainNameIsOneRow() throws IOException {
    Files.write(folder.resolve("a.jsonl"), gzip("{\"id\": \"1\", \"text\": \"t\"}\n".repeat(9)));
    List<Row> rows = read(spec());
    assertEquals(List.of("!corrupt"), outcomes(rows));
    assertTrue(rows.get(0).<String>getAs("message").contains("end the name with .gz"));
  }

  @Test
  void aRefusalShowsTheValueThatIsNoText() throws IOException {
    List<Row> rows = lines("{\"id\": 1, \"text\": 5}", "{\"id\": 2}", "{\"text\": \"t\"}");
    assertEquals("field text must be a string, got 5", rows.get(0).getAs("message"));
    assertTrue(rows.get(1).<String>getAs("message").endsWith("the line has no such field"));
  }

  @Test
  void linesBeforeAnEarlyBreakStay() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(gzip("{\"id\": \"1\", \"text\": \"t\"}\n"));
    joined.writeBytes(new byte[] {1, 2, 3});
    Files.write(folder.resolve("a.jsonl.gz"), joined.toByteArray());
    assertEquals(List.of("1", "!corrupt"), outcomes(read(spec())));
  }

  @Test
  void membersOfGzipAndZstandardAreRead() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(gzip("{\"id\": \"g1\", \"text\": \"t\"}\n"));
    joined.writeBytes(gzip(""));
    joined.writeBytes(gzip("{\"id\": \"g2\", \"text\": \"t\"}\n"));
    joined.writeBytes(new byte[512]);
    Files.write(folder.resolve("a.jsonl.gz"), joined.toByteArray());
    try (OutputStream out =
        new ZstdCompressorOutputStream(Files.newOutputStream(folder.resolve("b.jsonl.zst")))) {
      out.write("{\"id\": \"z1\", \"text\": \"t\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of("g1", "g2", "z1"), outcomes(read(spec())));
  }

  @Test
  void aLineOverTheCapIsRefusedAndTheNextOneIsRead() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.jsonl.gz")))) {
      out.write("{\"id\": \"a\", \"text\": \"t\"}\n".getBytes(StandardCharsets.UTF_8));
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) 'x');
      for (int i = 0; i < 300; i++) {
        out.write(block);
      }
      out.write("\n{\"id\": \"b\", \"text\": \"t\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    List<Row> rows = read(spec().lines(1000));
    assertEquals(List.of("a", "!too_large", "b"), outcomes(rows));
    assertEquals(
        "line must have at most 1000 bytes (input.max_line_bytes), got 314572800",
        rows.get(1).getAs("message"));
  }

  @Test
  void aLargeFileIsReadInPiecesAndEveryLineOnce() {
    List<InputFiles.InputFile> files = new ArrayList<>();
    files.add(new InputFiles.InputFile("file:/in/a.jsonl", "a.jsonl", 250, 0));
    files.add(new InputFiles.InputFile("file:/in/b.jsonl.gz", "b.jsonl.gz", 250, 0));
    files.add(new InputFiles.InputFile("file:/in/c.jsonl", "c.jsonl", 10, 0));
    List<String> pieces = new ArrayList<>();
    Set<Integer> tasks = new HashSet<>();
    List<List<JsonLines.Piece>> all = JsonLines.tasks(files, 100, 8);
    for (int task = 0; task < all.size(); task++) {
      for (JsonLines.Piece piece : all.get(task)) {
        pieces.add(piece.file().relativePath() + " " + piece.start() + " " + piece.end());
        tasks.add(task);
      }
    }
    assertEquals(
        List.of(
            "a.jsonl 0 100",
            "a.jsonl 100 200",
            "a.jsonl 200 250",
            "b.jsonl.gz 0 " + Long.MAX_VALUE,
            "c.jsonl 0 10"),
        pieces);
    assertEquals(5, tasks.size());
  }

  @Test
  void aRefusedLineShowsItsPlaceAndTheTextThere() throws IOException {
    Files.write(
        folder.resolve("a.jsonl"),
        "{\"id\": \"a\", 'x': \"\u001b[2J\"}\n{\"id\": \"caf\u00e9\"}\n{\"id\": \"b\",\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    // The parser of one Spark line has read the wrong character when it stops, the other has not.
    List<String> messages =
        read(spec()).stream()
            .map(row -> row.<String>getAs("message").replace("character 13:", "character 12:"))
            .toList();
    assertEquals(
        List.of(
            "line must be one JSON object, but it breaks at character 12: {\"id\": \"a\", 'x':"
                + " \"\\u001B[2J\"}",
            "line must be UTF-8, got byte 0xE9 at byte 11 of it; write the file as UTF-8, such as"
                + " by iconv -f windows-1252 -t utf-8",
            "line must be one JSON object, but it breaks at character 11, where it ends: {\"id\":"
                + " \"b\","),
        messages);
  }
}

package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads delimited text as Excel, pandas, R and databases write it. */
class CsvHabitsTest {

  @TempDir private Path folder;

  private InputSpec spec;

  @BeforeEach
  void describe() {
    spec =
        InputSpec.of(
            InputFormat.CSV,
            List.of(folder.toString()),
            Modality.TEXT,
            "id",
            "text",
            null,
            CopyContent.AUTO);
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private List<Row> read() {
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("file", "position")
        .collectAsList();
  }

  /** Returns id and text of each row, or its code. */
  private List<String> rows() {
    return read().stream()
        .map(
            row ->
                row.getAs("code") != null
                    ? row.<String>getAs("code")
                    : row.getAs("claimed_id") + "=" + row.getAs("text"))
        .toList();
  }

  private String refusal() {
    Exception e = assertThrows(Exception.class, this::read);
    return e.getMessage().lines().findFirst().orElse("");
  }

  private static void assertHolds(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  @Test
  void escapedQuotesDelimitersAndLineBreaksAreContent() throws IOException {
    spec = spec.escaped("\\");
    write(
        "a.csv",
        "id,text\n"
            + "1,\"say \\\"hi, you\\\"\"\n"
            + "2,a\\,b\\\\\n"
            + "3,two\\\n"
            + "lines\n"
            + "4,win\\\r\n"
            + "dows\r\n"
            + "5,\"old \"\"style\"\"\"\n"
            + "6,\\\"plain\\\"\n");
    assertEquals(
        List.of(
            "1=say \"hi, you\"",
            "2=a,b\\",
            "3=two\nlines",
            "4=win\r\ndows",
            "5=old \"style\"",
            "6=\"plain\""),
        rows());
  }

  @Test
  void withoutTheKeyABackslashIsContentAndTheRefusalNamesTheKey() throws IOException {
    write("a.csv", "id,text\n1,C:\\dir\\\n2,\"say \\\"hi, you\\\"\"\n3,x\n");
    List<Row> rows = read();
    assertEquals("C:\\dir\\", rows.get(0).getAs("text"));
    assertEquals("bad_csv", rows.get(1).getAs("code"));
    assertEquals(
        "record must have 2 fields like the header, got 3; if quotes in fields are escaped by"
            + " backslashes, set `input.escape: \"\\\\\"`",
        rows.get(1).getAs("message"));
    assertEquals("x", rows.get(2).getAs("text"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a.csv!;!semicolons!;",
        "a.csv!\t!tabs!\\t",
        "a.tsv!,!commas!,",
        "a.csv!|!bars (|)!|"
      })
  void anotherDelimiterIsSeenButNotGuessed(String name, String mark, String called, String value)
      throws IOException {
    write(name, String.join(mark, "id", "\"text\"", "note") + "\n1" + mark + "one" + mark + "x\n");
    String refusal = refusal();
    assertHolds(
        "input.content must name a column of the input, got text; the columns of ", refusal);
    assertHolds(
        "; delimited by " + called + " it has id, text: set `input.delimiter: \"" + value + "\"`",
        refusal);
    spec = spec.delimited(mark, "UTF-8");
    assertEquals(List.of("1=one"), rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void wideTextIsRefusedWithTheKeyThatReadsIt(String encoding) throws IOException {
    String text = "\"id\",\"text\"\n1,caf\u00e9 \u732b\n";
    write("a.csv", text.getBytes(Charset.forName(encoding)));
    String bare = refusal();
    assertHolds("must be UTF-8, but has zero bytes where " + encoding + " has them", bare);
    assertHolds("set `input.encoding: " + encoding.toLowerCase() + "`", bare);
    spec = spec.delimited(null, encoding);
    assertEquals(List.of("1=caf\u00e9 \u732b"), rows());

    write("a.csv", ("\ufeff" + text).getBytes(Charset.forName(encoding)));
    assertEquals(List.of("1=caf\u00e9 \u732b"), rows());
    spec = spec.delimited(null, "UTF-8");
    String marked = refusal();
    assertHolds("begins with the byte order mark of " + encoding, marked);
    String key = encoding.toLowerCase().substring(0, 6);
    assertHolds("set `input.encoding: " + key + "`", marked);
    assertHolds("(iconv -f " + key + " -t utf-8)", marked);
    spec = spec.delimited(null, key);
    assertEquals(List.of("1=caf\u00e9 \u732b"), rows());
  }

  @Test
  void aPackedFileUnderAPlainNameIsRefusedWithTheRemedy() throws IOException {
    write("a.csv", new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, '!', 0, 0, 0});
    assertHolds(
        "a.csv must be text, but begins like a zip archive or a workbook of Excel;"
            + " unpack it, or save it as text",
        refusal());
  }

  @Test
  void aMarkOfUtf8ContradictsAnotherEncoding() throws IOException {
    write("a.csv", "\ufeffid,text\n1,one\n");
    spec = spec.delimited(null, "windows-1252");
    assertHolds("must be windows-1252, but begins with the byte order mark of UTF-8", refusal());
  }

  @Test
  void aByteOrderMarkStandsBeforeQuotesInEveryFile() throws IOException {
    write("a.csv", "\ufeff\"id\",\"text\"\r\n1,one\r\n");
    write("b.tsv", "\ufeff\"te\"\"xt\ttab\"\t\"id\"\ttext\nx\t2\ttwo\n");
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    for (String part :
        List.of("\ufeff\"id\",\"text\"\n3,three\n", "\ufeff\"4\",\"four, five\"\n")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    write("c.csv.gz", zipped.toByteArray());
    assertEquals(List.of("1=one", "2=two", "3=three", "4=four, five"), rows());
  }

  @Test
  void bytesOfAnotherEncodingCostTheirRowAndNameTheKey() throws IOException {
    byte[] latin = "id,text\n1,plain\n2,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    write("a.csv", latin);
    Row refused = read().get(1);
    assertEquals("bad_utf8", refused.getAs("code"));
    assertEquals(
        "field text must be UTF-8, got byte 0xE9 at byte 3 of a field; name the file's character"
            + " set in input.encoding, such as windows-1252",
        refused.getAs("message"));
    assertEquals(16L, refused.<Long>getAs("position"));
    for (String encoding : List.of("windows-1252", "ISO-8859-1")) {
      spec = spec.delimited(null, encoding);
      assertEquals(List.of("1=plain", "2=caf\u00e9"), rows());
    }
    write("a.csv", "id,t\u00e9xt\n".getBytes(StandardCharsets.ISO_8859_1));
    spec = spec.delimited(null, "UTF-8");
    assertHolds("must be UTF-8, got byte 0xE9 at byte 1 of a field; name the file's", refusal());
  }

  @Test
  void backslashesOfShiftJisAreLetters() throws IOException {
    write("a.csv", "id,text\n1,\u8868\\,x\n".getBytes(Charset.forName("Shift_JIS")));
    spec = spec.delimited(null, "Shift_JIS").escaped("\\");
    assertEquals(List.of("1=\u8868,x"), rows());
  }

  @Test
  void theFirstLineOfExcelNamesTheDelimiter() throws IOException {
    write("a.csv", "sep=;\r\nid;text\r\n1;one, two\r\n");
    write("b.csv", "\ufeff\"sep=|\"\nid|text\n2|two\n");
    write("c.csv", "\ufeffsep=\t\r\nid\ttext\r\n3\tthree\r\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("1=one, two", "2=two", "3=three"), rows());
    assertEquals(16L, read().get(0).<Long>getAs("position"));
    spec = spec.delimited("|", "UTF-8");
    // Files are read side by side, so one file alone is refused by its name.
    Files.delete(folder.resolve("c.csv"));
    assertHolds("a.csv must be delimited by bars (|), but its first line says sep=;", refusal());
  }

  @Test
  void textBehindAClosingQuoteIsNeitherKeptNorDropped() throws IOException {
    write("a.csv", "id,text\n1,\"one\" \n2,\"two\"x\n3,\"say \\\" it\"\n");
    List<Row> rows = read();
    assertEquals("one ", rows.get(0).getAs("text"));
    assertEquals("bad_csv", rows.get(1).getAs("code"));
    assertHolds("but has text; double the quotes", rows.get(1).getAs("message"));
    assertHolds("set `input.escape: \"\\\\\"`", rows.get(2).getAs("message"));
    spec = spec.escaped("\\");
    assertEquals("say \" it", read().get(2).getAs("text"));
  }

  @Test
  void everyFileHasItsOwnOrderOfColumns() throws IOException {
    write("a.csv", "id,text,lang\n1,one,en\n");
    write("b.csv", "lang,text,id\nen,two,2\n");
    write("c.csv", "text,id\nthree,3\n");
    assertEquals(List.of("1=one", "2=two", "3=three"), rows());
  }

  @Test
  void whiteSpaceAroundANameIsNoPartOfIt() throws IOException {
    write("a.csv", "id , text\t, note \n1,one,x\n");
    assertEquals(List.of("1=one"), rows());
    assertEquals("{\"note\":\"x\"}", read().get(0).getAs("metadata"));
  }

  @Test
  void aDoubledColumnThatTheRecipeNamesIsRefused() throws IOException {
    write("a.csv", "id,text,lang,text\n1,one,en,two\n");
    String refusal = refusal();
    assertHolds(
        "input.content must name one column of the input, got text, which the header has 2 times",
        refusal);
    assertHolds("are id, text, lang, text; give each column its own name", refusal);
  }

  @Test
  void columnsWithoutANameAndDoubledOnesAreKept() throws IOException {
    write("a.csv", ",id,text,n,n,Unnamed: 0,\n0,1,one,5,6,7,8\n");
    assertEquals(List.of("1=one"), rows());
    assertEquals(
        "{\"column 1\":\"0\",\"n\":\"5\",\"n (column 5)\":\"6\",\"Unnamed: 0\":\"7\",\"column"
            + " 7\":\"8\"}",
        read().get(0).getAs("metadata"));
  }

  @Test
  void aMissingColumnIsRefusedWithThoseThatThereAre() throws IOException {
    write("a.csv", "Id,body\u001b[31m,\n1,one,\n");
    assertHolds("a.csv are Id, body\\u001B[31m, (no name)", refusal());
    write("a.csv", "id,text,\"never ends\n");
    assertHolds("a.csv must be delimited text: the quote that opens after byte 0", refusal());
  }

  @Test
  void raggedRowsAndZeroBytesCostThemselves() throws IOException {
    write("a.csv", "id,text\r1,one\r2\r3,three,four\r4,a\u0000b\r5,say \"five\"\r");
    List<Row> rows = read();
    assertEquals("one", rows.get(0).getAs("text"));
    assertEquals("record must have 2 fields like the header, got 1", rows.get(1).getAs("message"));
    assertEquals("record must have 2 fields like the header, got 3", rows.get(2).getAs("message"));
    assertEquals("a\u0000b", rows.get(3).getAs("text"));
    assertEquals("say \"five\"", rows.get(4).getAs("text"));
    List<Row> checked =
        new RowChecks(spec)
            .apply(
                new RawReader(spec)
                    .readCounted(
                        LocalSpark.session(),
                        InputFiles.list(new Configuration(), spec.format(), spec.paths())))
            .where("claimed_id = '4'")
            .collectAsList();
    assertEquals("bad_text", checked.get(0).getAs("code"));
  }
}

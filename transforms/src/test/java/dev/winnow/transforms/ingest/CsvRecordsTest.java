package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads delimited text that each test writes. */
class CsvRecordsTest {

  @TempDir private Path folder;

  private static InputSpec spec(Path path, Modality modality) {
    return InputSpec.of(
        InputFormat.CSV,
        List.of(path.toString()),
        modality,
        "id",
        modality == Modality.IMAGE ? "picture" : "text",
        "label",
        CopyContent.AUTO);
  }

  private static List<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(), InputFiles.list(new Configuration(), spec.format(), spec.paths()))
        .orderBy("source")
        .collectAsList();
  }

  private static String offset(Row row) {
    return row.<String>getAs("source").replaceFirst(".*#", "");
  }

  @Test
  void quotesDelimitersAndLineBreaksAreContent() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file, "id,text,label,n\r\n1,\"one, \"\"two\"\"\r\nthree\",x,5\r\n2,plain,,\r\n");
    List<Row> rows = read(spec(file, Modality.TEXT));
    assertEquals("one, \"two\"\r\nthree", rows.get(0).getAs("text"));
    assertEquals("x", rows.get(0).getAs("label"));
    assertEquals("{\"n\":\"5\"}", rows.get(0).getAs("metadata"));
    assertEquals("17", offset(rows.get(0)));
    assertEquals("plain", rows.get(1).getAs("text"));
    assertNull(rows.get(1).<String>getAs("label"));
    assertEquals("46", offset(rows.get(1)));
  }

  @Test
  void aBadRecordCostsItselfOnly() throws Exception {
    Path file = folder.resolve("a.csv");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("id,text,label\n1,one\n2,caf".getBytes(StandardCharsets.UTF_8));
    out.write(0xe9);
    out.writeBytes(",x\n3,three,x\n4,\"never ends\n5,five,x\n".getBytes(StandardCharsets.UTF_8));
    Files.write(file, out.toByteArray());
    List<Row> rows = read(spec(file, Modality.TEXT));
    assertEquals(4, rows.size());
    assertEquals("bad_csv", rows.get(0).getAs("code"));
    assertEquals("record must have 3 fields like the header, got 2", rows.get(0).getAs("message"));
    assertEquals("bad_utf8", rows.get(1).getAs("code"));
    assertEquals("three", rows.get(2).getAs("text"));
    assertEquals("bad_csv", rows.get(3).getAs("code"));
    assertTrue(
        rows.get(3)
            .<String>getAs("message")
            .startsWith("records from byte 39 on must be delimited"),
        rows.get(3).toString());
  }

  @Test
  void readsGzipTabsAndOtherDelimiters() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write("id\ttext\tlabel\n1\ta,b\tx\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve("a.tsv.gz"), zipped.toByteArray());
    assertEquals("a,b", read(spec(folder, Modality.TEXT)).get(0).getAs("text"));
    Path file = folder.resolve("semicolons.csv");
    Files.writeString(file, "id;text;label\n1;a,b;x\n");
    InputSpec semicolons = spec(file, Modality.TEXT).delimited(";", "UTF-8");
    assertEquals("a,b", read(semicolons).get(0).getAs("text"));
  }

  @Test
  void readsOtherEncodingsAndDropsTheByteOrderMark() throws Exception {
    for (String encoding : List.of("UTF-8", "windows-1252", "UTF-16", "Shift_JIS")) {
      String text = encoding.equals("Shift_JIS") ? "\u8868\u793a" : "na\u00efve caf\u00e9";
      Path file = folder.resolve(encoding + ".csv");
      String mark = encoding.equals("UTF-8") ? "\ufeff" : "";
      Files.write(
          file, (mark + "id,text,label\n1," + text + ",x\n").getBytes(Charset.forName(encoding)));
      Row row = read(spec(file, Modality.TEXT).delimited(null, encoding)).get(0);
      assertEquals(text, row.getAs("text"), encoding);
      assertEquals("1", row.getAs("claimed_id"), encoding);
    }
  }

  @Test
  void anImageIsNamedRelativeToItsFile() throws Exception {
    Files.write(
        Files.createDirectories(folder.resolve("pictures")).resolve("p.png"), new byte[] {7});
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file,
        "id,picture,label\n1,pictures/p.png,x\n2,gone.png,x\n3,"
            + folder.resolve("pictures/p.png")
            + ",x\n");
    List<Row> rows = read(spec(file, Modality.IMAGE));
    assertEquals(7, rows.get(0).<byte[]>getAs("content")[0]);
    assertEquals("unreadable", rows.get(1).getAs("code"));
    assertEquals(7, rows.get(2).<byte[]>getAs("content")[0]);
  }

  @Test
  void aColumnThatTheHeaderLacksIsNamed() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "id,body,label\n1,one,x\n");
    Exception e = assertThrows(Exception.class, () -> read(spec(file, Modality.TEXT)));
    assertTrue(
        e.getMessage().contains("input.content must name a column of the input, got text"),
        e.getMessage());
  }

  @Test
  void aRecordOverTheCapIsRefusedAndTheNextOneIsRead() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file, "id,text,label\n1,one,x\n2,\"" + "long\n".repeat(1000) + "\",x\n3,three,x\n");
    List<Row> rows =
        new RawReader(spec(file, Modality.TEXT).lines(100))
            .read(
                LocalSpark.session(),
                InputFiles.list(new Configuration(), InputFormat.CSV, List.of(file.toString())))
            .orderBy("position")
            .collectAsList();
    assertEquals("one", rows.get(0).getAs("text"));
    assertEquals("too_large", rows.get(1).getAs("code"));
    assertEquals(
        "record must have at most 100 bytes (input.max_line_bytes), got 5006",
        rows.get(1).getAs("message"));
    assertEquals("three", rows.get(2).getAs("text"));
    assertEquals(3, rows.size());
  }

  @Test
  void aCutStreamCostsOneRowAndTheRestOfTheFile() throws Exception {
    StringBuilder text = new StringBuilder("id,text,label\n");
    for (int i = 0; i < 2000; i++) {
      text.append(i).append(',').append(Long.toHexString(i * 0x9E3779B97F4A7C15L)).append(",x\n");
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(
        folder.resolve("cut.csv.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() - 2000));
    Files.writeString(folder.resolve("plain.csv.gz"), "id,text,label\n1,one,x\n");
    Files.writeString(folder.resolve("whole.csv"), "id,text,label\n1,one,x\n");
    List<Row> rows = read(spec(folder, Modality.TEXT));
    List<String> codes =
        rows.stream()
            .filter(row -> row.getAs("code") != null)
            .map(row -> row.getAs("path") + " " + row.getAs("code"))
            .toList();
    assertEquals(List.of("cut.csv.gz truncated", "plain.csv.gz corrupt"), codes);
    long read = rows.stream().filter(row -> row.getAs("code") == null).count();
    assertTrue(read > 500 && read < 2000, read + " rows");
  }

  @Test
  void anEmptyNameOfAnImageCostsItsRowOnly() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "id,picture,label\n1,,x\n2,p.png,x\n");
    Files.write(folder.resolve("p.png"), new byte[] {7});
    List<Row> rows = read(spec(file, Modality.IMAGE));
    assertEquals("missing_content", rows.get(0).getAs("code"));
    assertEquals(7, rows.get(1).<byte[]>getAs("content")[0]);
  }
}

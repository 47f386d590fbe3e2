package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files of every format whose names hold characters that have a meaning elsewhere. */
class LiteralNamesTest {

  /** Beginnings of names, as bytes in percent escapes. */
  private static final List<String> NAMES =
      List.of(
          "plain",
          "%5Ba%5Db",
          "ab",
          "a%3Ab",
          "12%3A30/t",
          "split%3Dtrain/y%3D1/k",
          "100%25",
          "a%2520b",
          "a%20b",
          "hash%23tag",
          "what%3F",
          "star%2A",
          "%7Ba,b%7D",
          "back%5Cslash",
          "new%0Aline",
          "caf%C3%A9",
          "cafe%CC%81",
          "%F0%9F%98%80",
          "latin%E9",
          "trail%20",
          "-dash",
          "semi;c");

  @TempDir private Path temp;
  private int folders;

  private interface Writer {
    /** Writes one row that holds the text, which no other file has. */
    void write(Path file, String text) throws Exception;
  }

  private List<Row> read(InputFormat format, Modality modality, String ending, Writer writer)
      throws Exception {
    Path in = Files.createDirectories(temp.resolve("in" + folders++));
    for (int i = 0; i < NAMES.size(); i++) {
      Path file = Path.of(URI.create("file://" + in + "/" + NAMES.get(i) + "." + ending));
      Files.createDirectories(file.getParent());
      writer.write(file, "row " + i);
    }
    InputSpec spec =
        InputSpec.of(format, List.of(in.toString()), modality, null, null, null, CopyContent.AUTO);
    List<Row> rows =
        new RawReader(spec)
            .read(
                LocalSpark.session(),
                InputFiles.list(new Configuration(), spec.format(), spec.paths()))
            .collectAsList();
    assertEquals(NAMES.size(), rows.stream().map(row -> row.getAs("file")).distinct().count());
    for (Row row : rows) {
      assertNull(row.<String>getAs("code"), row.<String>getAs("message"));
    }
    return rows;
  }

  private static void assertEachOnce(List<Row> rows) {
    Map<String, Integer> texts = new TreeMap<>();
    rows.forEach(row -> texts.merge(row.getAs("text"), 1, Integer::sum));
    Map<String, Integer> expected = new TreeMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      expected.put("row " + i, 1);
    }
    assertEquals(expected, texts);
  }

  @Test
  void jsonLines() throws Exception {
    assertEachOnce(
        read(
            InputFormat.JSONL,
            Modality.TEXT,
            "jsonl",
            (file, text) -> Files.writeString(file, "{\"text\": \"" + text + "\"}\n")));
  }

  @Test
  void delimitedText() throws Exception {
    assertEachOnce(
        read(
            InputFormat.CSV,
            Modality.TEXT,
            "csv",
            (file, text) -> Files.writeString(file, "text\n" + text + "\n")));
  }

  @Test
  void tarShards() throws Exception {
    assertEachOnce(
        read(
            InputFormat.WEBDATASET,
            Modality.TEXT,
            "tar",
            (file, text) -> Files.write(file, tar(text))));
  }

  @Test
  void parquet() throws Exception {
    StructType schema = new StructType().add("text", DataTypes.StringType);
    Path made = temp.resolve("made");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      rows.add(RowFactory.create("row " + i));
    }
    LocalSpark.session()
        .createDataFrame(
            JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
                .parallelize(rows, rows.size()),
            schema)
        .write()
        .parquet(made.toString());
    List<Path> parts;
    try (Stream<Path> files = Files.list(made)) {
      parts = files.filter(f -> f.toString().endsWith(".parquet")).sorted().toList();
    }
    assertEquals(NAMES.size(), parts.size());
    assertEachOnce(
        read(
            InputFormat.PARQUET,
            Modality.TEXT,
            "parquet",
            (file, text) ->
                Files.copy(parts.get(Integer.parseInt(text.replace("row ", ""))), file)));
  }

  @Test
  void images() throws Exception {
    List<Row> rows =
        read(
            InputFormat.IMAGES,
            Modality.IMAGE,
            "png",
            (file, text) -> Files.write(file, png(text.hashCode())));
    assertEquals(NAMES.size(), rows.size());
    assertEquals(
        NAMES.size(), rows.stream().map(row -> row.<String>getAs("source")).distinct().count());
    assertEquals(
        List.of("12:30"),
        rows.stream()
            .filter(row -> row.<String>getAs("path").startsWith("12:30/"))
            .map(row -> row.<String>getAs("label"))
            .toList());
  }

  @Test
  void matricesWithTheirIds() throws Exception {
    Path in = Files.createDirectories(temp.resolve("matrices"));
    for (String name : NAMES) {
      Path file = Path.of(URI.create("file://" + in + "/" + name + ".npy"));
      if (file.getParent().equals(in)) {
        Files.write(file, npy());
        Files.writeString(
            Path.of(URI.create("file://" + in + "/" + name + ".txt")), "id of " + name + "\n");
      }
    }
    InputSpec spec =
        InputSpec.of(
            InputFormat.NPY,
            List.of(in.toString()),
            Modality.EMBEDDING,
            "id",
            null,
            null,
            CopyContent.AUTO);
    List<String> ids =
        new RawReader(spec)
                .read(
                    LocalSpark.session(),
                    InputFiles.list(new Configuration(), spec.format(), spec.paths()))
                .orderBy("claimed_id")
                .collectAsList()
                .stream()
                .map(row -> row.<String>getAs("claimed_id"))
                .toList();
    assertEquals(
        NAMES.stream().filter(name -> !name.contains("/")).map("id of "::concat).sorted().toList(),
        ids);
  }

  private static byte[] tar(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("one.txt");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] png(int colour) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, colour);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static byte[] npy() {
    byte[] header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n"
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    return bytes.putFloat(1).putFloat(2).array();
  }
}

package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.Shared;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import dev.winnow.transforms.ingest.files.InputMissing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  @TempDir private Path folder;

  private static Dataset<Row> ingest(InputSpec spec) {
    InputFiles files = InputFiles.list(new Configuration(), spec.format(), spec.paths());
    Dataset<Row> raw = new RawReader(spec).read(LocalSpark.session(), files);
    return Ids.assign(new RowChecks(spec).apply(raw), spec.id() != null);
  }

  private static InputSpec texts(Path path, String id) {
    return InputSpec.of(
        InputFormat.JSONL,
        List.of(path.toString()),
        Modality.TEXT,
        id,
        null,
        "label",
        CopyContent.AUTO);
  }

  private static Map<String, String> codesBySource(Dataset<Row> rows) {
    Map<String, String> codes = new TreeMap<>();
    for (Row row : rows.select("source", "code").collectAsList()) {
      codes.put(row.getString(0).replaceFirst(".*#", "#"), row.isNullAt(1) ? "" : row.getString(1));
    }
    return codes;
  }

  @Test
  void everyLineIsAcceptedOrRefusedWithItsReason() throws Exception {
    Path file = folder.resolve("docs.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("{\"id\":\"a\",\"text\":\"one\",\"n\":3}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"a\",\"text\":\"two\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"b\"\n\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"c\",\"text\":5}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"d\",\"text\":\" \"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"id\":\"e\",\"text\":\"\\ud800\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write("{\"text\":\"no id\"}\n".getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {'{', (byte) 0xff, '}', '\n'});
    }
    Dataset<Row> rows = ingest(texts(file, "id"));
    assertEquals(
        Map.of(
            "#0", "",
            "#30", "duplicate_id",
            "#54", "bad_json",
            "#64", "empty_line",
            "#65", "missing_content",
            "#85", "empty_text",
            "#107", "bad_text",
            "#134", "missing_id",
            "#151", "bad_utf8"),
        codesBySource(rows));
    Row first = rows.where("code is null").first();
    assertEquals("a", first.getAs("id"));
    assertEquals("{\"n\":3}", first.getAs("metadata"));
    assertEquals(rows.count(), rows.select("id").distinct().count());
  }

  @Test
  void idsComeFromContentAndPathAndEqualOnesGetOrdinals() throws Exception {
    Path left = Files.createDirectories(folder.resolve("left"));
    Path right = Files.createDirectories(folder.resolve("right"));
    Files.writeString(
        left.resolve("x.jsonl"),
        "{\"text\":\"same\"}\n{\"text\":\"same\"}\n{\"text\":\"other\"}\n");
    Files.writeString(
        right.resolve("x.jsonl"),
        "{\"text\":\"other\"}\n{\"text\":\"same\"}\n{\"text\":\"same\"}\n");
    List<Row> one = ingest(texts(left, null)).select("id").orderBy("id").collectAsList();
    List<Row> two = ingest(texts(right, null)).select("id").orderBy("id").collectAsList();
    assertEquals(one, two);
    assertEquals(3, one.stream().distinct().count());
    Files.move(right.resolve("x.jsonl"), right.resolve("y.jsonl"));
    assertNotEquals(one, ingest(texts(right, null)).select("id").orderBy("id").collectAsList());
  }

  @Test
  void readsGzip() throws Exception {
    Path file = folder.resolve("docs.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"text\":\"zipped\",\"label\":\"l\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    Row row = ingest(texts(file, null)).first();
    assertEquals("zipped", row.getAs("text"));
    assertEquals("l", row.getAs("label"));
  }

  @Test
  void aLineMayHoldAReadyEmbedding() throws Exception {
    Path file = folder.resolve("vectors.jsonl");
    Files.writeString(file, "{\"id\":\"a\",\"v\":[1.5,2]}\n{\"id\":\"b\",\"v\":\"no\"}\n");
    InputSpec spec =
        InputSpec.of(
            InputFormat.JSONL,
            List.of(file.toString()),
            Modality.EMBEDDING,
            "id",
            "v",
            null,
            CopyContent.AUTO);
    List<Row> rows =
        new RawReader(spec)
            .read(
                LocalSpark.session(),
                InputFiles.list(new Configuration(), spec.format(), spec.paths()))
            .orderBy("source")
            .collectAsList();
    assertEquals(List.of(1.5f, 2f), rows.get(0).getList(rows.get(0).fieldIndex("vector")));
    assertEquals("missing_content", rows.get(1).getAs("code"));
    assertEquals(1, ingest(spec).where("code is null").count());
  }

  @Test
  void parquetGivesTextsEmbeddingsAndItsOwnRows() {
    String path = folder.resolve("rows.parquet").toString();
    LocalSpark.session()
        .sql(
            "SELECT 'k1' AS key, 'a text' AS body, array(1.0D, 2.0D) AS v UNION ALL SELECT 'k2',"
                + " null, array(3.0D)")
        .coalesce(1)
        .write()
        .parquet(path);
    InputSpec texts =
        InputSpec.of(
            InputFormat.PARQUET,
            List.of(path),
            Modality.TEXT,
            "key",
            "body",
            null,
            CopyContent.AUTO);
    Dataset<Row> rows = ingest(texts);
    assertEquals("missing_content", rows.where("source like '%#1'").first().getAs("code"));
    assertEquals("k1", rows.where("source like '%#0'").first().getAs("id"));
    InputSpec vectors =
        InputSpec.of(
            InputFormat.PARQUET,
            List.of(path),
            Modality.EMBEDDING,
            "key",
            "v",
            null,
            CopyContent.AUTO);
    assertEquals(2, ingest(vectors).where("code is null").count());
    InputSpec wrong =
        InputSpec.of(
            InputFormat.PARQUET,
            List.of(path),
            Modality.TEXT,
            "key",
            "bdoy",
            null,
            CopyContent.AUTO);
    String message = assertThrows(InputMismatch.class, () -> ingest(wrong)).getMessage();
    assertTrue(
        message.startsWith("input.content must name a column of the input, got bdoy; the columns"),
        message);
    assertTrue(message.endsWith(".parquet are key, body, v"), message);
  }

  @Test
  void foldersSkipHiddenNamesAndCountOtherFiles() throws Exception {
    Path cats = Files.createDirectories(folder.resolve("photos/cats"));
    Files.write(cats.resolve("a.JPG"), new byte[] {1});
    Files.write(cats.resolve("_b.jpg"), new byte[] {1});
    Files.write(cats.resolve("notes.txt"), new byte[] {1});
    InputSpec spec =
        InputSpec.of(
            InputFormat.IMAGES,
            List.of(folder.resolve("photos").toString()),
            Modality.IMAGE,
            null,
            null,
            null,
            CopyContent.AUTO);
    InputFiles files = InputFiles.list(new Configuration(), spec.format(), spec.paths());
    assertEquals(List.of("cats/a.JPG"), files.files().stream().map(f -> f.relativePath()).toList());
    assertEquals(2, files.passedOver());
    Row row = ingest(spec).first();
    assertEquals("cats", row.getAs("label"));
    assertEquals("not_an_image", row.getAs("code"));
  }

  @Test
  void theSamePixelsInDifferentFilesHaveOneDigest() throws Exception {
    Path photos = Files.createDirectories(folder.resolve("pixels"));
    BufferedImage picture = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(2, 1, 0xff8040);
    for (String format : List.of("png", "bmp")) {
      ImageIO.write(picture, format, photos.resolve("a." + format).toFile());
    }
    picture.setRGB(2, 1, 0xff8041);
    ImageIO.write(picture, "png", photos.resolve("b.png").toFile());
    Files.write(photos.resolve("c.png"), new byte[] {1});
    InputSpec spec =
        InputSpec.of(
            InputFormat.IMAGES,
            List.of(photos.toString()),
            Modality.IMAGE,
            null,
            null,
            null,
            CopyContent.AUTO);
    List<Row> rows =
        ingest(spec).orderBy("path").select("pixels_sha256", "content_sha256").collectAsList();
    assertEquals(rows.get(0).getString(0), rows.get(1).getString(0));
    assertNotEquals(rows.get(0).getString(1), rows.get(1).getString(1));
    assertNotEquals(rows.get(0).getString(0), rows.get(2).getString(0));
    assertTrue(rows.get(3).isNullAt(0));
  }

  @Test
  void everyExtensionOfAnImageFormatIsTaken() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("all"));
    List<String> names =
        List.of("a.bmp", "b.gif", "c.jpeg", "d.jpg", "e.png", "f.tif", "g.TIFF", "h.WebP");
    for (String name : names) {
      Files.write(photos.resolve(name), new byte[] {1});
    }
    InputSpec spec =
        InputSpec.of(
            InputFormat.IMAGES,
            List.of(photos.toString()),
            Modality.IMAGE,
            null,
            null,
            null,
            CopyContent.AUTO);
    InputFiles files = InputFiles.list(new Configuration(), spec.format(), spec.paths());
    assertEquals(names, files.files().stream().map(f -> f.relativePath()).toList());
  }

  @Test
  void aMissingPathIsNamed() {
    InputSpec spec = texts(folder.resolve("nowhere"), null);
    assertEquals(
        "input.path must exist, " + folder.resolve("nowhere") + " does not",
        assertThrows(
                InputMissing.class,
                () -> InputFiles.list(new Configuration(), spec.format(), spec.paths()))
            .getMessage());
  }

  @Test
  void fashionMnistHasSeventyThousandLabelledImages() {
    InputSpec spec =
        InputSpec.of(
            InputFormat.IDX,
            List.of(Shared.path("data/images/fashion-mnist").toString()),
            Modality.IMAGE,
            null,
            null,
            null,
            CopyContent.AUTO);
    Dataset<Row> raw =
        new RawReader(spec)
            .read(
                LocalSpark.session(),
                InputFiles.list(new Configuration(), spec.format(), spec.paths()));
    assertEquals(70_000, raw.where("label is not null and code is null").count());
  }
}

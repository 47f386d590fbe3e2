package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import dev.winnow.transforms.ingest.files.InputMismatch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads pairs of an image and a text, in every format that has them. */
class PairInputTest {

  @TempDir private Path folder;

  private static byte[] png(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  private InputSpec spec(InputFormat format, String name, String content, String text) {
    return InputSpec.of(
            format,
            List.of(folder.resolve(name).toString()),
            Modality.PAIR,
            null,
            content,
            null,
            CopyContent.AUTO)
        .paired(text);
  }

  private static Dataset<Row> read(InputSpec spec) {
    return new RawReader(spec)
        .read(
            LocalSpark.session(),
            InputFiles.list(new Configuration(), spec.format(), spec.paths()));
  }

  private static List<Row> checked(InputSpec spec) {
    return new RowChecks(spec).apply(read(spec)).orderBy("source").collectAsList();
  }

  /**
   * Returns the text of each accepted row, and code and message of the others, by the end of the
   * source.
   */
  private static Map<String, String> outcomes(InputSpec spec) {
    Map<String, String> outcomes = new TreeMap<>();
    for (Row row : checked(spec)) {
      outcomes.put(
          row.<String>getAs("source").replaceFirst(".*#", ""),
          row.getAs("code") == null
              ? row.getAs("text") + " beside " + row.getAs("width")
              : row.getAs("code") + ": " + row.getAs("message"));
    }
    return outcomes;
  }

  @Test
  void csvNamesTheImageAndHoldsTheText() throws Exception {
    Files.write(folder.resolve("p.png"), png(3));
    Files.writeString(
        folder.resolve("a.csv"), "image,text,n\np.png,a dot,5\np.png, ,6\ngone.png,a dot,7\n");
    InputSpec spec = spec(InputFormat.CSV, "a.csv", null, null);
    assertEquals(
        Map.of(
            "13", "a dot beside 3",
            "27", "empty_text: text must hold more than white space",
            "37",
                "unreadable: file must exist, there is no " + "file:" + folder.resolve("gone.png")),
        outcomes(spec));
    assertEquals("{\"n\":\"5\"}", checked(spec).get(0).getAs("metadata"));
  }

  @Test
  void parquetHoldsBytesOrPathsBesideTheText() throws Exception {
    Files.write(folder.resolve("p.png"), png(4));
    StructType schema =
        new StructType()
            .add("picture", DataTypes.BinaryType)
            .add("file", DataTypes.StringType)
            .add("caption", DataTypes.StringType);
    String file = folder.resolve("p.png").toString();
    LocalSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(png(5), file, "one"),
                RowFactory.create(png(6), file, null),
                RowFactory.create(null, null, "three")),
            schema)
        .coalesce(1)
        .write()
        .parquet(folder.resolve("rows.parquet").toString());
    String none = "missing_content: column caption must not be null";
    assertEquals(
        Map.of(
            "0", "one beside 5",
            "1", none,
            "2", "missing_content: column picture must not be null"),
        outcomes(spec(InputFormat.PARQUET, "rows.parquet", "picture", "caption")));
    assertEquals(
        Map.of(
            "0", "one beside 4",
            "1", none,
            "2", "missing_content: column file must not be null"),
        outcomes(spec(InputFormat.PARQUET, "rows.parquet", "file", "caption")));
    String message =
        assertThrows(
                InputMismatch.class,
                () -> read(spec(InputFormat.PARQUET, "rows.parquet", "file", "title")))
            .getMessage();
    assertTrue(message.startsWith("input.text must name a column of the input, got title"));
    assertTrue(message.endsWith(".parquet are picture, file, caption"), message);
  }

  @Test
  void aSampleOfAShardIsTheImageAndTheTextOfOneName() throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("a.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      member(tar, "1.png", png(2));
      member(tar, "1.txt", "first".getBytes(StandardCharsets.UTF_8));
      member(tar, "1.json", "{\"alt\": \"other\", \"n\": 1}".getBytes(StandardCharsets.UTF_8));
      member(tar, "2.png", png(3));
      member(tar, "3.txt", "no image".getBytes(StandardCharsets.UTF_8));
      member(tar, "4.png", png(4));
      member(tar, "4.txt", new byte[] {(byte) 0xff});
    }
    assertEquals(
        Map.of(
            "1.png", "first beside 2",
            "2.png", "missing_content: sample 2 must have a member or field txt, it has none",
            "3", "missing_content: sample 3 must have an image among its members, it has none",
            "4.png", "bad_utf8: 4.txt must be UTF-8"),
        outcomes(spec(InputFormat.WEBDATASET, "a.tar", null, null)));
    InputSpec field = spec(InputFormat.WEBDATASET, "a.tar", "png", "alt");
    assertEquals("other beside 2", outcomes(field).get("1.png"));
    assertEquals("{\"n\":1,\"txt\":\"first\"}", checked(field).get(0).getAs("metadata"));
  }

  private static void member(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Test
  void theHashOfAPairIsThatOfBothDigestsAndOnlyTheTextIsStored() throws Exception {
    Files.write(folder.resolve("p.png"), png(3));
    Files.writeString(folder.resolve("a.csv"), "image,text\np.png,a dot\n");
    Row row = checked(spec(InputFormat.CSV, "a.csv", null, null)).get(0);
    String both =
        DigestUtils.sha256Hex(png(3))
            + DigestUtils.sha256Hex("a dot".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        DigestUtils.sha256Hex(both.getBytes(StandardCharsets.US_ASCII)),
        row.<String>getAs("content_sha256"));
    assertEquals("pair", row.getAs("modality"));
    assertNull(row.getAs("content"));
    assertNotNull(row.getAs("thumbnail"));
    Row raw = read(spec(InputFormat.CSV, "a.csv", null, null)).first();
    assertArrayEquals(png(3), raw.<byte[]>getAs("content"));
  }

  @Test
  void aPairWhoseImageIsBrokenIsRefusedForThat() throws Exception {
    Files.write(folder.resolve("p.png"), Arrays.copyOf(png(3), 20));
    Files.writeString(folder.resolve("a.csv"), "image,text\np.png,\n");
    Row row = checked(spec(InputFormat.CSV, "a.csv", null, null)).get(0);
    assertEquals("truncated", row.getAs("code"));
    assertNull(row.getAs("text"));
  }
}

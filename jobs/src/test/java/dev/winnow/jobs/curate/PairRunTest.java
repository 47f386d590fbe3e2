package dev.winnow.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.jobs.run.RunReport;
import dev.winnow.jobs.support.WholeRuns;
import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.check.Laws;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of shapes with their captions, through the whole job. */
class PairRunTest {

  private static final List<String> SHAPES = List.of("square", "disc", "cross");
  private static final int PAIRS = 48;
  private static final int WORDLESS = 7;

  @TempDir private static Path folder;
  private static RunReport report;

  private static byte[] picture(int number) throws IOException {
    BufferedImage image = new BufferedImage(24, 24, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(new Color(30, 60, 90 + number));
    canvas.fillRect(0, 0, 24, 24);
    canvas.setColor(number % 2 == 0 ? Color.RED : Color.GREEN);
    int at = 2 + number % 5;
    switch (number % 3) {
      case 0 -> canvas.fillRect(at, at, 12, 12);
      case 1 -> canvas.fillOval(at, at, 14, 14);
      default -> {
        canvas.fillRect(at, 10, 16, 4);
        canvas.fillRect(10, at, 4, 16);
      }
    }
    canvas.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /**
   * Returns a caption. One caption has punctuation only: its picture is sound, but the text gets no
   * vector.
   */
  private static String caption(int number) {
    String words = (number % 2 == 0 ? "red " : "green ") + SHAPES.get(number % 3);
    return number == WORDLESS ? "?!" : "a " + words + " at place " + number % 5;
  }

  @BeforeAll
  static void pairs() throws IOException {
    List<Row> rows = new ArrayList<>();
    StringBuilder csv = new StringBuilder("id,picture,caption\n");
    for (int i = 0; i < PAIRS; i++) {
      rows.add(RowFactory.create("p" + i, picture(i), caption(i)));
      Files.write(folder.resolve(i + ".png"), picture(i));
      csv.append("p%d,%d.png,%s%n".formatted(i, i, caption(i)));
    }
    Files.writeString(folder.resolve("pairs.csv"), csv);
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("picture", DataTypes.BinaryType)
            .add("caption", DataTypes.StringType);
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .write()
        .parquet(folder.resolve("pairs").toString());
    report = run("parquet", "parquet", "pairs");
  }

  private static RunReport run(String name, String format, String path, String... sets) {
    return WholeRuns.run(
        """
        apiVersion: winnow/v1
        name: %s
        warehouse: %s
        input: {format: %s, path: %s, modality: pair, id: id, content: picture, text: caption}
        embed:
          - {of: image, encoder: patch-kmeans, dim: 16}
          - {of: text, encoder: tfidf-svd, dim: 8}
        cluster: {k: 3, iterations: 4, by: text}
        prune: {keep: easy, keep_fraction: 0.5}
        """
            .formatted(name, folder.resolve("tables"), format, folder.resolve(path)),
        sets);
  }

  private static Dataset<Row> table(String name, String table) {
    return WholeRuns.table(folder.resolve("tables").resolve(name), table);
  }

  @Test
  void bothSidesAreEmbeddedClusteredAndScored() {
    assertEquals(
        List.of(),
        Laws.violations(
            table("parquet", "decisions"),
            table("parquet", "curated"),
            PAIRS,
            new BigDecimal("0.5")));
    Map<String, Integer> dims = new TreeMap<>();
    for (Row row : table("parquet", "embeddings").collectAsList()) {
      dims.put(
          row.<String>getAs("encoder").replaceFirst("-[0-9a-f]{12}$", ""),
          row.getList(row.fieldIndex("embedding")).size());
    }
    assertEquals(Map.of("patch-kmeans", 16, "tfidf-svd", 8), dims);
    assertEquals(2L * (PAIRS - 1), table("parquet", "embeddings").count());
    assertEquals(
        0, table("parquet", "scores").where("cosine_dist_to_cent != prototype_text").count());
    assertEquals(PAIRS, table("parquet", "thumbnails").count());
    Row example = table("parquet", "examples").where("id = 'p4'").first();
    assertEquals("pair", example.getAs("modality"));
    assertEquals("a red disc at place 4", example.getAs("text"));
    assertEquals(24, example.<Integer>getAs("width"));
    assertTrue(report.card().contains("for image by patch-kmeans-"), report.card());
  }

  @Test
  void aPairThatOneSideRefusesIsQuarantinedOnceWithThatSideNamed() {
    List<Row> refused = table("parquet", "quarantine").collectAsList();
    assertEquals(1, refused.size());
    assertEquals("p" + WORDLESS, refused.get(0).getAs("id"));
    assertEquals(
        "encoder text: embedding must not be the zero vector; the encoder found no known feature",
        refused.get(0).getAs("message"));
    assertEquals(0, table("parquet", "embeddings").where("id = 'p" + WORDLESS + "'").count());
  }

  @Test
  @Tag("long")
  void bytesOfATableAndFilesThatCsvNamesAreTheSamePairs() {
    assertEquals(
        report.json().get("digest"),
        run("files", "csv", "pairs.csv", "input.copy_content=never").json().get("digest"));
    assertEquals(0, table("files", "examples").where("text is not null").count());
  }

  @Test
  @Tag("long")
  void storedBytesGiveTheSamePairs() {
    assertEquals(
        report.json().get("digest"),
        run("copied", "parquet", "pairs", "input.copy_content=always").json().get("digest"));
    assertEquals(PAIRS, table("copied", "examples").where("content is not null").count());
  }
}

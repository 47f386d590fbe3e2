package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import dev.winnow.transforms.image.MutatedFiles;
import dev.winnow.transforms.ingest.files.InputFiles;
import dev.winnow.transforms.ingest.files.InputFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of picture files: the facts about each file that later stages use. */
class PictureRowsTest {

  @TempDir private Path folder;

  private Map<String, Row> rows() {
    InputSpec spec =
        InputSpec.of(
            InputFormat.IMAGES,
            List.of(folder.toString()),
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
    Map<String, Row> byName = new LinkedHashMap<>();
    for (Row row : new RowChecks(spec).apply(raw).orderBy("path").collectAsList()) {
      byName.put(row.getAs("path"), row);
    }
    return byName;
  }

  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(24, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, 10 * x << 16 | 15 * y << 8 | 90);
      }
    }
    return image;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  /** Inserts an Exif segment that says how the camera was held. */
  private static byte[] held(byte[] jpeg, int orientation) {
    byte[] segment =
        HexFormat.of()
            .parseHex(
                "ffe1002245786966000049492a00080000000100120103000100000000000000" + "00000000");
    segment[28] = (byte) orientation;
    byte[] held = new byte[jpeg.length + segment.length];
    System.arraycopy(jpeg, 0, held, 0, 2);
    System.arraycopy(segment, 0, held, 2, segment.length);
    System.arraycopy(jpeg, 2, held, 2 + segment.length, jpeg.length - 2);
    return held;
  }

  @Test
  void aRowSaysIfItsPictureIsGreyHowLargeItsFileIsAndHowTheCameraWasHeld() throws Exception {
    BufferedImage colour = picture(BufferedImage.TYPE_INT_RGB);
    BufferedImage grey = picture(BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage greyInColour = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24 * 16; i++) {
      greyInColour.setRGB(i % 24, i / 24, i % 256 * 0x10101);
    }
    byte[] turned = held(written(colour, "jpeg"), 6);
    Files.write(folder.resolve("colour.png"), written(colour, "png"));
    Files.write(folder.resolve("grey.png"), written(grey, "png"));
    Files.write(folder.resolve("grey-in-colour.png"), written(greyInColour, "png"));
    Files.write(folder.resolve("turned.jpg"), turned);
    Files.write(folder.resolve("text.jpg"), new byte[] {'h', 'i'});
    Map<String, Row> rows = rows();
    assertEquals(false, rows.get("colour.png").getAs("is_grey"));
    assertEquals(true, rows.get("grey.png").getAs("is_grey"));
    assertEquals(true, rows.get("grey-in-colour.png").getAs("is_grey"));
    assertEquals((Integer) 1, rows.get("grey.png").getAs("orientation"));
    assertEquals((Integer) 6, rows.get("turned.jpg").getAs("orientation"));
    assertEquals((Integer) 16, rows.get("turned.jpg").getAs("width"));
    assertEquals((Long) (long) turned.length, rows.get("turned.jpg").getAs("file_bytes"));
    assertEquals("not_an_image", rows.get("text.jpg").getAs("code"));
    assertEquals((Object) null, rows.get("text.jpg").getAs("file_bytes"));
  }

  /** Draws one of six shapes in black, or in white, on a transparent canvas. */
  private static BufferedImage icon(int number, Color ink) {
    BufferedImage icon = new BufferedImage(96, 96, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = icon.createGraphics();
    pen.setColor(ink);
    int step = 12 + 4 * (number / 6);
    switch (number % 6) {
      case 0 -> pen.fillOval(step, step, 95 - 2 * step, 70 - step);
      case 1 -> pen.drawRect(step, 20, 60 - step, 75 - step);
      case 2 -> pen.fillPolygon(new int[] {48, 90, step}, new int[] {step, 90, 70}, 3);
      case 3 -> pen.drawLine(step, 5, 90, 90 - step);
      case 4 -> pen.fillRect(step, 0, 2 + step / 4, 96);
      default -> pen.fillArc(step, 10, 70, 70, 20, 10 * number);
    }
    pen.dispose();
    return icon;
  }

  @Test
  void iconsWhoseShapeIsInTheirOpacityAreAllKeptApartAndShowTheirShape() throws Exception {
    for (int i = 0; i < 24; i++) {
      byte[] black = written(icon(i, Color.BLACK), "png");
      byte[] white = written(icon(i, Color.WHITE), "png");
      Files.write(folder.resolve("black%02d.png".formatted(i)), black);
      Files.write(folder.resolve("white%02d.png".formatted(i)), white);
    }
    Map<String, Row> rows = rows();
    assertEquals(48, rows.values().stream().map(r -> r.getAs("pixels_sha256")).distinct().count());
    assertEquals(
        48, rows.values().stream().map(r -> digest(r.getAs("thumbnail"))).distinct().count());
    for (Row row : rows.values()) {
      byte[] thumbnail = row.getAs("thumbnail");
      BufferedImage shown = ImageIO.read(new ByteArrayInputStream(thumbnail));
      int corner = shown.getRGB(95, 95) & 0xff;
      boolean shape = false;
      for (int i = 0; i < 96 * 96; i++) {
        shape |= Math.abs((shown.getRGB(i % 96, i / 96) & 0xff) - corner) > 100;
      }
      assertEquals(true, shape, "thumbnail of " + row.getAs("path"));
      assertEquals(row.<String>getAs("path").startsWith("black"), corner > 200);
    }
  }

  private static String digest(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  @ParameterizedTest
  @CsvSource({"255, true", "4095, true", "65535, false"})
  void greyScansOfSixteenBitsAreKeptApartWhateverBitsTheyUse(int top, boolean scaled)
      throws Exception {
    for (int i = 0; i < 16; i++) {
      BufferedImage scan = new BufferedImage(48, 48, BufferedImage.TYPE_USHORT_GRAY);
      for (int at = 0; at < 48 * 48; at++) {
        double wave = 1 + Math.sin(at % 48 / (3.0 + i)) * Math.cos(at / 48 / (4.0 + i));
        scan.getRaster().setSample(at % 48, at / 48, 0, (int) Math.round(top * wave / 2));
      }
      scan.getRaster().setSample(0, 0, 0, top);
      String format = i % 2 == 0 ? "png" : "tif";
      Files.write(folder.resolve("scan%02d.%s".formatted(i, format)), written(scan, format));
    }
    Map<String, Row> rows = rows();
    assertEquals(16, rows.values().stream().map(r -> r.getAs("pixels_sha256")).distinct().count());
    assertEquals(
        16, rows.values().stream().map(r -> digest(r.getAs("thumbnail"))).distinct().count());
    for (Row row : rows.values()) {
      assertEquals(scaled, row.getAs("range_scaled"));
      byte[] thumbnail = row.getAs("thumbnail");
      BufferedImage shown = ImageIO.read(new ByteArrayInputStream(thumbnail));
      int[] grey = shown.getRaster().getSamples(0, 0, 48, 48, 0, (int[]) null);
      IntSummaryStatistics range = Arrays.stream(grey).summaryStatistics();
      assertEquals(true, range.getMax() - range.getMin() > 150, row.getAs("path") + ": " + range);
    }
  }

  @Test
  void ofDamagedFilesEveryOneIsAcceptedOrRefusedWithACode() throws Exception {
    MutatedFiles files = new MutatedFiles();
    int count = 200;
    for (int seed = 0; seed < count; seed++) {
      Files.write(folder.resolve("seed%03d.png".formatted(seed)), files.mutated(seed));
    }
    Map<String, Row> rows = rows();
    long accepted = rows.values().stream().filter(r -> r.getAs("code") == null).count();
    long refused =
        rows.values().stream()
            .filter(r -> r.getAs("code") != null && r.getAs("message") != null)
            .count();
    assertEquals(count, accepted + refused);
    assertEquals(
        accepted, rows.values().stream().filter(r -> r.getAs("pixels_sha256") != null).count());
  }
}

package dev.winnow.transforms.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.transforms.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        new RawReader(spec).read(LocalSpark.session(), InputFiles.list(new Configuration(), spec));
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
}
